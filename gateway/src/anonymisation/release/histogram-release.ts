import { AnonymisationError } from '../anonymisation-error';
import type { Column } from '../data/tuple-table';
import type { ExactSampler } from '../noise/exact-sampler';
import { epsilonOf } from '../noise/rational';
import { histogramGuarantee } from './guarantee';
import { noiseOf } from './paper-release';
import type { Release } from './release';

/** Most bins of a histogram, over all its columns together. */
const MOST_BINS = 1_000_000;

/** A column and its bins. The bins are public: they must not have been read off the data. */
export interface BinnedColumn {
  readonly column: Column;
  readonly bins: readonly { readonly name: string; readonly values: readonly string[] }[];
}

export interface HistogramQuestion {
  readonly columns: readonly BinnedColumn[];
  /** Patients of each tuple that are counted: all of them, or those with a sensitive value. */
  readonly counted: Int32Array;
  readonly epsilonMicro: number;
}

/**
 * Noisy counts over public bins, every bin noised, empty ones too. Patients outside all bins are in none. The guarantee
 * holds for the counts as they are; what is below 0 is also shown as 0, for plotting.
 * @throws AnonymisationError for bins that cannot be
 */
export function releaseHistogram(
  { columns, counted, epsilonMicro }: HistogramQuestion,
  sampler: ExactSampler,
): Release {
  const counts = binCounts({ columns, counted });
  const epsilon = epsilonOf(epsilonMicro);
  const noisy = Array.from(counts, (count) => count + sampler.discreteLaplace(epsilon));
  return {
    guarantee: histogramGuarantee(epsilonMicro),
    columns: [...columns.map(({ column }) => column.name), 'count', 'count, not below 0'],
    rows: noisy.map((count, cell) => [...namesOf(columns, cell), count, Math.max(0, count)]),
    noise: noiseOf(epsilonMicro),
  };
}

/**
 * Exact counts, in the order of the bins: for the steward alone.
 * @throws AnonymisationError for bins that cannot be
 */
export function binCounts({ columns, counted }: Pick<HistogramQuestion, 'columns' | 'counted'>): Float64Array {
  const binOf = columns.map((binned) => binsOf(binned));
  const sizes = columns.map(({ bins }) => bins.length);
  const cells = sizes.reduce((product, size) => product * size, 1);
  if (columns.length === 0 || cells === 0 || cells > MOST_BINS) {
    throw new AnonymisationError(
      'bad-bins',
      `the histogram has ${columns.length === 0 ? 0 : cells} bins, of at most ${MOST_BINS}`,
    );
  }
  const counts = new Float64Array(cells);
  for (let at = 0; at < counted.length; at++) {
    let cell = 0;
    for (let column = 0; column < columns.length && cell >= 0; column++) {
      const bin = binOf[column]![columns[column]!.column.codes[at]!]!;
      cell = bin < 0 ? -1 : cell * sizes[column]! + bin;
    }
    if (cell >= 0) counts[cell] = counts[cell]! + counted[at]!;
  }
  return counts;
}

/** Bin of each value of a column, -1 for none. */
function binsOf({ column, bins }: BinnedColumn): Int32Array {
  const binOf = new Map<string, number>();
  bins.forEach(({ name, values }, bin) => {
    for (const value of values) {
      if (binOf.has(value))
        throw new AnonymisationError('bad-bins', `${column.name}: a value of bin ${name} is in two bins`);
      binOf.set(value, bin);
    }
  });
  return Int32Array.from(column.values, (value) => binOf.get(value) ?? -1);
}

function namesOf(columns: readonly BinnedColumn[], cell: number): string[] {
  const names: string[] = [];
  let rest = cell;
  for (const { bins } of columns.toReversed()) {
    names.unshift(bins[rest % bins.length]!.name);
    rest = Math.floor(rest / bins.length);
  }
  return names;
}
