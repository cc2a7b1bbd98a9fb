import { AnonymisationError } from '../anonymisation-error';
import type { TupleTable } from '../data/tuple-table';
import type { Hierarchy } from '../hierarchy/hierarchy';
import type { Loss } from './loss';

/** What is asked of an optimal generalisation. */
export interface OptimumQuestion {
  /** Quasi-identifiers are all columns of the table, in the order in which ties are decided. */
  readonly table: TupleTable;
  /** One a column, in the same order. */
  readonly hierarchies: readonly Hierarchy[];
  readonly k: number;
  /** Part of the rows that may be suppressed, as a decimal from 0 to 1; 0 unless told. */
  readonly suppression?: string | number;
  readonly loss: Loss;
  /** How much each quasi-identifier's loss counts; equal unless told. `aecs` has no use for them. */
  readonly weights?: readonly number[];
  /** Lowest and highest level allowed, one a column; all levels unless told. */
  readonly lowest?: readonly number[];
  readonly highest?: readonly number[];
}

/** The optimal generalisation. */
export interface Optimum {
  /** Level of each quasi-identifier. */
  readonly levels: readonly number[];
  readonly loss: number;
  readonly suppressed: number;
  /** Classes of at least k rows. */
  readonly classes: number;
  /** Combinations of levels there are, and how many times one was counted. */
  readonly lattice: number;
  readonly checks: number;
  /** Distinct tuples of the data. */
  readonly tuples: number;
}

/** @throws AnonymisationError for a question that cannot be asked */
export function checkQuestion({ table, hierarchies, k }: Pick<OptimumQuestion, 'table' | 'hierarchies' | 'k'>): void {
  if (table.rows === 0) throw new AnonymisationError('empty-data', 'the data has no row');
  if (table.columns.length === 0) throw new AnonymisationError('no-quasi-identifier', 'there is no quasi-identifier');
  if (hierarchies.length !== table.columns.length) {
    throw new AnonymisationError(
      'hierarchy-definition',
      `${hierarchies.length} hierarchies for ${table.columns.length} columns`,
    );
  }
  if (!Number.isSafeInteger(k) || k < 2) throw new AnonymisationError('bad-k', `k is ${k}`);
  if (k > table.rows) throw new AnonymisationError('k-over-rows', `k is ${k}, the data has ${table.rows} rows`);
}

/**
 * Lowest and highest level of each column.
 * @throws AnonymisationError for levels a hierarchy does not have
 */
export function levelBounds({ hierarchies, lowest, highest }: OptimumQuestion): {
  lowest: number[];
  highest: number[];
} {
  const bounds = {
    lowest: hierarchies.map((_, position) => lowest?.[position] ?? 0),
    highest: hierarchies.map(({ levels }, position) => highest?.[position] ?? levels.length - 1),
  };
  hierarchies.forEach(({ attribute, levels }, position) => {
    const [low, high] = [bounds.lowest[position]!, bounds.highest[position]!];
    const isRange = Number.isSafeInteger(low) && Number.isSafeInteger(high) && 0 <= low && low <= high;
    if (!isRange || high >= levels.length) {
      throw new AnonymisationError(
        'level-range',
        `${attribute} has levels 0 to ${levels.length - 1}, not ${low} to ${high}`,
      );
    }
  });
  return bounds;
}
