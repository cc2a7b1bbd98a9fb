import { AnonymisationError } from '../anonymisation-error';
import { tupleBase } from './class-base';
import { Lattice } from './lattice';
import { checkWeights } from './loss';
import { createObjective } from './objective';
import { OptimumSearch } from './optimum';
import { checkQuestion, levelBounds, type Optimum, type OptimumQuestion } from './optimum-question';
import { searchAttribute } from './search-attribute';
import { allowedRows } from './suppression';

/**
 * The full-domain generalisation with the least loss at which every row that is not suppressed is in a class of at least
 * k. Ties go to the lower sum of levels, then to the levels that come first.
 * @param onProgress - told the part that is done, from 0 to 1, time and again
 * @throws AnonymisationError for a question that cannot be asked, or has no answer
 */
export function findOptimum(question: OptimumQuestion, onProgress?: (part: number) => void): Optimum {
  const steps = searchSteps(question);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    onProgress?.(value);
  }
}

/** The same search, step by step: yields the part that is done, which only grows, and 1 at the end. */
export function* searchSteps(question: OptimumQuestion): Generator<number, Optimum> {
  checkQuestion(question);
  const { table, hierarchies, k } = question;
  const { lowest, highest } = levelBounds(question);
  const weights = checkWeights(question.weights, hierarchies.length);
  const limit = allowedRows(question.suppression ?? 0, table.rows);
  const named = table.columns.map((column, position) => searchAttribute(column, hierarchies[position]!));

  // Attributes with most values first: their levels decide most about the classes of everything that shares them.
  const order = named.map((_, position) => position).sort((one, other) => named[other]!.values - named[one]!.values);
  const sorted = <T>(all: readonly T[]): T[] => order.map((position) => all[position]!);
  const attributes = sorted(named);
  const lattice = new Lattice(sorted(lowest), sorted(highest));
  const base = tupleBase(attributes, table.weights, k);
  const rows = { attributes, weights: table.weights, rows: table.rows, k };
  const objective = createObjective(question.loss, rows, sorted(weights));
  const search = new OptimumSearch({ lattice, base, objective, k, limit, isBefore: tieRule(order) });

  const best = yield* search.run();
  if (best === undefined) throw new AnonymisationError('no-solution', `no levels within the bounds reach k = ${k}`);
  return {
    levels: inGivenOrder(best.levels, order),
    loss: best.loss,
    suppressed: best.count.smallRows,
    classes: best.count.classes - best.count.smallClasses,
    lattice: lattice.size,
    checks: search.checks,
    tuples: base.size,
  };
}

const inGivenOrder = (levels: Int32Array, order: readonly number[]): number[] => {
  const given = new Array<number>(levels.length);
  order.forEach((position, at) => (given[position] = levels[at]!));
  return given;
};

const tieRule =
  (order: readonly number[]) =>
  (one: Int32Array, other: Int32Array): boolean => {
    const sum = (levels: Int32Array): number => levels.reduce((all, level) => all + level, 0);
    if (sum(one) !== sum(other)) return sum(one) < sum(other);
    const [mine, theirs] = [inGivenOrder(one, order), inGivenOrder(other, order)];
    const at = mine.findIndex((level, position) => level !== theirs[position]);
    return at >= 0 && mine[at]! < theirs[at]!;
  };
