import type { EquivalenceClass } from './classes';
import { sumReaches, threshold } from './threshold';

/** What a `dp` release of some cells would show on average, without any noise being drawn. Exact, hence the steward's alone. */
export interface ExpectedCover {
  /** Least noisy total that is shown. */
  readonly threshold: number;
  /** Cells that somebody is in, and those of them with at least k patients. */
  readonly cells: number;
  readonly cellsOfK: number;
  /** Mean number of cells shown, and mean part of the rows in them. */
  readonly shown: number;
  readonly covered: number;
}

export function expectedCover(
  cells: readonly EquivalenceClass[],
  { k, epsilonMicro, deltaPico }: { readonly k: number; readonly epsilonMicro: number; readonly deltaPico: number },
): ExpectedCover {
  const tau = threshold(k, epsilonMicro, deltaPico);
  const large = cells.filter(({ rows }) => rows >= k);
  const all = cells.reduce((sum, { rows }) => sum + rows, 0);
  const chances = large.map(({ rows }) => sumReaches(epsilonMicro, tau - rows));
  return {
    threshold: tau,
    cells: cells.length,
    cellsOfK: large.length,
    shown: chances.reduce((sum, chance) => sum + chance, 0),
    covered: large.reduce((sum, { rows }, at) => sum + rows * chances[at]!, 0) / all,
  };
}
