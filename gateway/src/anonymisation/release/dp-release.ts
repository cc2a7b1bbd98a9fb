import { AnonymisationError } from '../anonymisation-error';
import type { Hierarchy } from '../hierarchy/hierarchy';
import type { ExactSampler } from '../noise/exact-sampler';
import { epsilonOf } from '../noise/rational';
import { checkQuestion } from '../search/optimum-question';
import { classesAt } from './classes';
import { dpGuarantee } from './guarantee';
import { noiseOf } from './paper-release';
import type { Release } from './release';
import type { SensitiveTable } from './sensitive-table';
import { threshold } from './threshold';

export interface DpQuestion {
  readonly data: SensitiveTable;
  readonly sensitive: string;
  readonly hierarchies: readonly Hierarchy[];
  /** Level of each quasi-identifier, fixed before the data was read. */
  readonly levels: readonly number[];
  readonly k: number;
  readonly epsilonMicro: number;
  readonly deltaPico: number;
}

/**
 * Cells of a fixed scheme with two noisy counts. A cell of fewer than k patients is never shown; a cell is shown only
 * where its noisy total reaches a threshold, so that a patient more or less is seen with a probability of at most delta.
 * How many patients there are, exactly, and how many cells were left out is nowhere in the release.
 * @throws AnonymisationError for a question that cannot be asked
 */
export function releaseDp(question: DpQuestion, sampler: ExactSampler): Release {
  const { data, sensitive, hierarchies, levels, k, epsilonMicro, deltaPico } = question;
  const { columns } = data.quasiIdentifiers;
  checkQuestion({ table: data.quasiIdentifiers, hierarchies, k });
  if (levels.length !== columns.length || levels.some((level, at) => hierarchies[at]!.levels[level] === undefined)) {
    throw new AnonymisationError('scheme-required', `the scheme has the levels ${levels.join(', ')}`);
  }
  const tau = threshold(k, epsilonMicro, deltaPico);
  const epsilon = epsilonOf(epsilonMicro);
  const rows = classesAt(data, hierarchies, levels).flatMap(({ values, rows: patients, positives }) => {
    if (patients < k) return [];
    const yes = positives + sampler.discreteLaplace(epsilon);
    const no = patients - positives + sampler.discreteLaplace(epsilon);
    return yes + no < tau ? [] : [[...values, yes, no, Math.max(0, yes), Math.max(0, no)]];
  });
  return {
    guarantee: dpGuarantee(epsilonMicro, deltaPico, k),
    columns: [
      ...columns.map(({ name }) => name),
      `${sensitive}(Y)`,
      `${sensitive}(N)`,
      `${sensitive}(Y), not below 0`,
      `${sensitive}(N), not below 0`,
    ],
    rows,
    noise: noiseOf(epsilonMicro),
    levels: Object.fromEntries(columns.map(({ name }, at) => [name, levels[at]!])),
    threshold: tau,
  };
}
