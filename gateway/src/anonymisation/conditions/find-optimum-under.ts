import { AnonymisationError } from '../anonymisation-error';
import type { Column } from '../data/tuple-table';
import { tupleBase } from '../search/class-base';
import { Lattice } from '../search/lattice';
import { checkWeights, TIE } from '../search/loss';
import { createObjective } from '../search/objective';
import { checkQuestion, levelBounds, type Optimum, type OptimumQuestion } from '../search/optimum-question';
import { searchAttribute } from '../search/search-attribute';
import { allowedRows } from '../search/suppression';
import type { Condition } from './condition';
import { failingClasses, groupTuples, sensitiveClasses } from './sensitive-classes';

export interface ConditionedQuestion extends OptimumQuestion {
  /** The sensitive column: same rows as the table, and none of its columns. */
  readonly sensitive: Column;
  readonly conditions: readonly Condition[];
}

/**
 * The optimal generalisation at which every class that is released meets further conditions on its sensitive values.
 * With rows left out, more general is not always better here, so nothing is ruled out but by the loss: combinations are
 * tried in the order of their least loss until none can be better. It reads the sensitive column: a release at
 * these levels is outside the guarantee of the `paper` mode.
 * @throws AnonymisationError for a question that cannot be asked, or has no answer
 */
export function findOptimumUnder(question: ConditionedQuestion): Optimum {
  checkQuestion(question);
  const { hierarchies, k, loss, conditions } = question;
  const { table, sensitive } = groupTuples(question.table, question.sensitive);
  const { lowest, highest } = levelBounds(question);
  const limit = allowedRows(question.suppression ?? 0, table.rows);
  const attributes = table.columns.map((column, at) => searchAttribute(column, hierarchies[at]!));
  const weights = checkWeights(question.weights, attributes.length);
  const objective = createObjective(loss, { attributes, weights: table.weights, rows: table.rows, k }, weights);
  const lattice = new Lattice(lowest, highest);
  const base = tupleBase(attributes, table.weights, k);
  let best: Omit<Optimum, 'lattice' | 'checks' | 'tuples'> | undefined;
  let checks = 0;
  for (const { levels, floor } of byFloor(lattice, objective.floor.bind(objective))) {
    if (best !== undefined && floor > best.loss + TIE) break;
    checks++;
    // Most combinations fail by size alone, which is told much sooner.
    if (base.count(levels).smallRows > limit) continue;
    const classes = sensitiveClasses(table, hierarchies, [...levels], sensitive);
    const left = failingClasses(classes, conditions, k);
    const suppressed = left.reduce((sum, id) => sum + classes.rows[id]!, 0);
    if (suppressed > limit) continue;
    const count = { classes: classes.rows.length, smallClasses: left.length, smallRows: suppressed };
    const found = objective.loss(levels, count, {
      eachSmall: (visit) => {
        for (const id of left) visit(classes.rows[id]!, classes.firsts[id]!);
      },
    });
    const isBetter =
      best === undefined || found < best.loss - TIE || (found <= best.loss + TIE && isFirst(levels, best.levels));
    if (isBetter) best = { levels: [...levels], loss: found, suppressed, classes: count.classes - left.length };
  }
  if (best === undefined) throw new AnonymisationError('no-solution', 'no levels meet all conditions');
  return { ...best, lattice: lattice.size, checks, tuples: table.weights.length };
}

function byFloor(lattice: Lattice, floorOf: (levels: Int32Array) => number): { levels: Int32Array; floor: number }[] {
  if (lattice.size > 1 << 20)
    throw new AnonymisationError('lattice-too-large', `there are ${lattice.size} combinations of levels`);
  return Array.from({ length: lattice.size }, (_, node) => {
    const levels = new Int32Array(lattice.attributes);
    lattice.read(node, levels);
    return { levels, floor: floorOf(levels) };
  }).sort((one, other) => one.floor - other.floor);
}

function isFirst(one: Int32Array, other: readonly number[]): boolean {
  const sum = (levels: ArrayLike<number>): number => Array.from(levels).reduce((all, level) => all + level, 0);
  if (sum(one) !== sum(other)) return sum(one) < sum(other);
  const at = one.findIndex((level, position) => level !== other[position]);
  return at >= 0 && one[at]! < other[at]!;
}
