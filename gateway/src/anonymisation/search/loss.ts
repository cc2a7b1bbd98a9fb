import { AnonymisationError } from '../anonymisation-error';
import { sumBy } from './pair-numbering';
import type { SearchAttribute } from './search-attribute';

export const LOSSES = ['loss-geo', 'loss-mean', 'aecs'] as const;
export type Loss = (typeof LOSSES)[number];

/** Losses this close are equal: the tie goes by levels. */
export const TIE = 1e-12;

/**
 * What an attribute's generalisation costs, from 0 to 1: the mean share of the hierarchy's leaves that a row's value may
 * stand for, a suppressed row counting as 1, set to 0 for a table that is left as it is.
 */
export class AttributeLoss {
  /** Leaves summed over all rows, at each level. */
  readonly sums: Float64Array;

  constructor(
    readonly attribute: SearchAttribute,
    weights: Int32Array,
    private readonly rows: number,
  ) {
    const { codes, values, levels } = attribute;
    const rowsOf = sumBy(codes, weights, values);
    this.sums = Float64Array.from(levels, ({ leaves }) =>
      rowsOf.reduce((sum, count, value) => sum + count * leaves[value]!, 0),
    );
  }

  /** @param leaves - leaves summed over all rows, a suppressed row counting the whole domain */
  normalised(leaves: number): number {
    const { domain } = this.attribute;
    const least = this.rows / domain;
    return domain === 1 ? 0 : Math.max(0, (leaves / domain - least) / (this.rows - least));
  }
}

/** Puts the attributes' losses together. Weights change their parts; equal weights are as none. */
export interface Aggregate {
  /** Of one attribute: these add up, or multiply, to the whole. */
  part(loss: number, attribute: number): number;
  /** Whole from parts that are put together by `join`. */
  whole(joined: number): number;
  join(one: number, other: number): number;
  /** What `joined` is without a part of it. */
  without(joined: number, part: number): number;
  readonly empty: number;
}

export function aggregate(loss: Exclude<Loss, 'aecs'>, weights: readonly number[]): Aggregate {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return loss === 'loss-geo'
    ? {
        part: (value, attribute) => Math.pow(1 + value, weights[attribute]! / total),
        whole: (joined) => joined - 1,
        join: (one, other) => one * other,
        without: (joined, part) => joined / part,
        empty: 1,
      }
    : {
        part: (value, attribute) => (value * weights[attribute]!) / total,
        whole: (joined) => joined,
        join: (one, other) => one + other,
        without: (joined, part) => joined - part,
        empty: 0,
      };
}

/** @throws AnonymisationError for weights that are not positive numbers, one an attribute */
export function checkWeights(weights: readonly number[] | undefined, attributes: number): readonly number[] {
  const given = weights ?? new Array<number>(attributes).fill(1);
  if (given.length !== attributes || given.some((weight) => !(weight > 0 && Number.isFinite(weight)))) {
    throw new AnonymisationError(
      'bad-weight',
      `the weights are ${given.join(', ')} for ${attributes} quasi-identifiers`,
    );
  }
  return given;
}
