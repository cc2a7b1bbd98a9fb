import { discreteLaplace } from '../noise/discrete-laplace';
import { ExactSampler } from '../noise/exact-sampler';
import { epsilonOf } from '../noise/rational';
import { findOptimum } from '../search/find-optimum';
import type { Optimum, OptimumQuestion } from '../search/optimum-question';
import { classesAt, type EquivalenceClass } from './classes';
import { paperGuarantee } from './guarantee';
import type { Release } from './release';
import type { SensitiveTable } from './sensitive-table';

export interface PaperQuestion extends Omit<OptimumQuestion, 'table'> {
  /** Step 1 of the paper: the table, divided. */
  readonly data: SensitiveTable;
  /** Name of the sensitive Boolean. */
  readonly sensitive: string;
  readonly epsilonMicro: number;
}

/** A release by the paper's method, and what only the steward may see of how it came about. */
export interface PaperRelease {
  readonly release: Release;
  readonly optimum: Optimum;
  /** The classes released, with their exact counts. */
  readonly classes: readonly EquivalenceClass[];
}

/**
 * The paper's method (section III D): the optimal k-anonymous generalisation, one row a class with its exact size
 * (Number) and a noisy count of the sensitive Boolean. Levels, suppression and sizes are functions of the
 * quasi-identifiers alone, which is what the guarantee rests on: the search is not given anything else.
 * @param find - the search of step 2, for whoever wants to tell how far it is
 * @throws AnonymisationError for a question that cannot be asked, or has no answer
 */
export function releaseAsPaper(
  question: PaperQuestion,
  sampler: ExactSampler,
  find: (question: OptimumQuestion) => Optimum = findOptimum,
): PaperRelease {
  const { data, sensitive, epsilonMicro, hierarchies, k } = question;
  const { quasiIdentifiers: table } = data;
  // Step 2: R[J] is generalised until every combination occurs at least k times.
  const optimum = find({ ...question, table });
  // Step 3: equal tuples become one, with their Number; the sensitive attribute becomes a count of its positive value.
  const classes = classesAt(data, hierarchies, optimum.levels).filter(({ rows }) => rows >= k);
  // Step 4: noise for each count. It is drawn for all of them before any is given away.
  const epsilon = epsilonOf(epsilonMicro);
  const rows = classes.map(({ values, rows: number, positives }) => [
    ...values,
    number,
    positives + sampler.discreteLaplace(epsilon),
  ]);
  // Step 5.
  const names = table.columns.map(({ name }) => name);
  return {
    release: {
      guarantee: paperGuarantee(epsilonMicro, k),
      columns: [...names, 'Number', `${sensitive}(Y)`],
      rows,
      noise: noiseOf(epsilonMicro),
      levels: Object.fromEntries(names.map((name, at) => [name, optimum.levels[at]!])),
    },
    optimum,
    classes,
  };
}

export const noiseOf = (epsilonMicro: number): Release['noise'] => ({
  distribution: 'discrete-laplace',
  standardDeviation: discreteLaplace(epsilonMicro).standardDeviation,
});
