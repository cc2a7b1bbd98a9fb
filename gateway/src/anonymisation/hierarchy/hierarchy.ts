import { AnonymisationError, nameSome } from '../anonymisation-error';

/** One level of a hierarchy. */
export interface HierarchyLevel {
  readonly values: readonly string[];
  /** Index into `values` for each leaf. */
  readonly ofLeaf: Int32Array;
  /** Number of leaves under each value. */
  readonly leaves: Int32Array;
}

/** Generalisation of one attribute as a table: level 0 holds the values themselves, the last level one value for all. */
export interface Hierarchy {
  readonly attribute: string;
  readonly leaves: readonly string[];
  readonly levels: readonly HierarchyLevel[];
}

/**
 * Checks and indexes a hierarchy given as rows, leaf first.
 * @throws AnonymisationError naming the rows or values at fault
 */
export function createHierarchy(attribute: string, rows: readonly (readonly string[])[]): Hierarchy {
  const height = rows[0]?.length ?? 0;
  if (height === 0) throw new AnonymisationError('hierarchy-definition', `the hierarchy of ${attribute} is empty`);
  const ragged = rows.findIndex((row) => row.length !== height);
  if (ragged >= 0) {
    const reason = `row ${ragged + 1} of the hierarchy of ${attribute} has ${rows[ragged]!.length} columns, the first has ${height}`;
    throw new AnonymisationError('hierarchy-ragged', reason);
  }
  const levels = Array.from({ length: height }, (_, level) => indexLevel(rows, level));
  refuseDuplicates(attribute, levels[0]!);
  for (let level = 1; level < height; level++) refuseSplit(attribute, levels[level - 1]!, levels[level]!, level);
  const tops = levels[height - 1]!.values;
  if (tops.length > 1) {
    throw new AnonymisationError('hierarchy-top', `the hierarchy of ${attribute} ends in ${nameSome(tops)}`);
  }
  return { attribute, leaves: levels[0]!.values, levels };
}

function indexLevel(rows: readonly (readonly string[])[], level: number): HierarchyLevel {
  const index = new Map<string, number>();
  const ofLeaf = new Int32Array(rows.length);
  rows.forEach((row, leaf) => {
    const value = row[level]!;
    const known = index.get(value) ?? index.size;
    index.set(value, known);
    ofLeaf[leaf] = known;
  });
  const leaves = new Int32Array(index.size);
  for (const value of ofLeaf) leaves[value]!++;
  return { values: [...index.keys()], ofLeaf, leaves };
}

function refuseDuplicates(attribute: string, { values, leaves }: HierarchyLevel): void {
  const twice = values.filter((_, value) => leaves[value]! > 1);
  if (twice.length > 0) {
    throw new AnonymisationError(
      'hierarchy-duplicate',
      `the hierarchy of ${attribute} has more than one row for ${nameSome(twice)}`,
    );
  }
}

/** Values equal at a level must be equal at the next. */
function refuseSplit(attribute: string, lower: HierarchyLevel, upper: HierarchyLevel, level: number): void {
  const parent = new Int32Array(lower.values.length).fill(-1);
  const split = new Set<string>();
  lower.ofLeaf.forEach((value, leaf) => {
    if (parent[value] === -1) parent[value] = upper.ofLeaf[leaf]!;
    else if (parent[value] !== upper.ofLeaf[leaf]) split.add(lower.values[value]!);
  });
  if (split.size > 0) {
    throw new AnonymisationError(
      'hierarchy-not-monotone',
      `level ${level} of the hierarchy of ${attribute} splits ${nameSome([...split])}`,
    );
  }
}

/**
 * For each value of a column, the index of its leaf.
 * @throws AnonymisationError naming the values the hierarchy does not have
 */
export function leavesOf({ attribute, leaves }: Hierarchy, values: readonly string[]): Int32Array {
  const index = new Map(leaves.map((leaf, position) => [leaf, position]));
  const found = Int32Array.from(values, (value) => index.get(value) ?? -1);
  const missing = values.filter((_, position) => found[position] === -1);
  if (missing.length > 0) {
    throw new AnonymisationError('hierarchy-missing-value', `the hierarchy of ${attribute} lacks ${nameSome(missing)}`);
  }
  return found;
}
