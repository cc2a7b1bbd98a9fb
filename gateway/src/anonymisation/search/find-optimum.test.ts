import fc from 'fast-check';
import { AnonymisationError } from '../anonymisation-error';
import { encodeRows } from '../data/tuple-table';
import { createHierarchy, type Hierarchy } from '../hierarchy/hierarchy';
import { findOptimum, searchSteps } from './find-optimum';
import { findOptimumAsync } from './find-optimum-async';
import { LOSSES, type Loss } from './loss';
import type { Optimum, OptimumQuestion } from './optimum-question';

interface Answer {
  levels: number[];
  loss: number;
  suppressed: number;
}

/** The definitions written down once more, node by node and row by row. */
function exhaustively(question: OptimumQuestion): Answer | undefined {
  const { table, hierarchies, k, suppression, loss, weights, lowest, highest } = question;
  const rows = Array.from(table.weights, (weight, at) => ({
    weight,
    leaves: table.columns.map(({ values, codes }, column) => hierarchies[column]!.leaves.indexOf(values[codes[at]!]!)),
  }));
  const nodes = hierarchies.reduce<number[][]>(
    (all, { levels }, column) =>
      all.flatMap((node) =>
        levels.flatMap((_, level) =>
          level < (lowest?.[column] ?? 0) || level > (highest?.[column] ?? level) ? [] : [[...node, level]],
        ),
      ),
    [[]],
  );
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? hierarchies.length;
  const answers = nodes.flatMap((levels) => {
    const keyOf = (leaves: number[]): string =>
      leaves.map((leaf, column) => hierarchies[column]!.levels[levels[column]!]!.ofLeaf[leaf]).join();
    const sizes = new Map<string, number>();
    for (const { weight, leaves } of rows) sizes.set(keyOf(leaves), (sizes.get(keyOf(leaves)) ?? 0) + weight);
    const suppressed = [...sizes.values()].filter((size) => size < k).reduce((sum, size) => sum + size, 0);
    if (suppressed > Number(suppression) * table.rows + 1e-9) return [];
    const released = [...sizes.values()].filter((size) => size >= k).length;
    const norms = hierarchies.map(({ leaves: domain, levels: all }, column) => {
      const shares = rows.map(({ weight, leaves }) => {
        const { ofLeaf, leaves: under } = all[levels[column]!]!;
        const isReleased = sizes.get(keyOf(leaves))! >= k;
        return weight * (isReleased ? under[ofLeaf[leaves[column]!]!]! / domain.length : 1);
      });
      const least = table.rows / domain.length;
      const raw = shares.reduce((sum, share) => sum + share, 0);
      return domain.length === 1 ? 0 : Math.max(0, (raw - least) / (table.rows - least));
    });
    const parts = norms.map((norm, column) => ({ norm, part: (weights?.[column] ?? 1) / total }));
    const value = {
      'loss-geo': parts.reduce((product, { norm, part }) => product * (1 + norm) ** part, 1) - 1,
      'loss-mean': parts.reduce((sum, { norm, part }) => sum + norm * part, 0),
      aecs: table.rows / (released + (suppressed > 0 ? 1 : 0)),
    }[loss];
    return [{ levels, loss: value, suppressed }];
  });
  const sum = (levels: number[]): number => levels.reduce((all, level) => all + level, 0);
  const least = Math.min(...answers.map((answer) => answer.loss));
  return answers
    .filter((answer) => answer.loss <= least + 1e-12)
    .sort((one, other) => sum(one.levels) - sum(other.levels) || compare(one.levels, other.levels))[0];
}

/** The optimum; undefined where it is refused because there is none. */
function ifThereIsOne(asked: OptimumQuestion): Optimum | undefined {
  try {
    return findOptimum(asked);
  } catch (error) {
    if (error instanceof AnonymisationError && error.code === 'no-solution') return undefined;
    throw error;
  }
}

const compare = (one: number[], other: number[]): number => {
  const at = one.findIndex((level, position) => level !== other[position]);
  return at < 0 ? 0 : one[at]! - other[at]!;
};

/** A tree over `leaves` values in which each level merges some of the values below it. */
const hierarchy = (attribute: string, leaves: number): fc.Arbitrary<Hierarchy> =>
  fc.array(fc.array(fc.nat(5), { minLength: leaves, maxLength: leaves }), { maxLength: 2 }).map((merges) => {
    let groups = Array.from({ length: leaves }, (_, leaf) => leaf);
    const levels = [groups];
    for (const merge of merges) {
      groups = groups.map((group) => Math.min(merge[group]! % leaves, group));
      levels.push(groups);
    }
    return createHierarchy(
      attribute,
      groups.map((_, leaf) => [...levels.map((level) => `v${level[leaf]!}`), '*']),
    );
  });

const question: fc.Arbitrary<OptimumQuestion> = fc
  .record({
    columns: fc.integer({ min: 1, max: 4 }),
    leaves: fc.integer({ min: 1, max: 5 }),
    k: fc.integer({ min: 2, max: 6 }),
    suppression: fc.constantFrom('0', '0.05', '0.1', '0.3', '1'),
    loss: fc.constantFrom<Loss>(...LOSSES),
  })
  .chain(({ columns, leaves, k, suppression, loss }) => {
    const names = Array.from({ length: columns }, (_, column) => `c${column}`);
    const row = fc.array(fc.nat(leaves - 1), { minLength: columns, maxLength: columns });
    return fc.record({
      table: fc.array(row, { minLength: k, maxLength: 40 }).map((rows) =>
        encodeRows(
          names,
          rows.map((values) => values.map((value) => `v${value}`)),
        ),
      ),
      hierarchies: fc.tuple(...names.map((name) => hierarchy(name, leaves))),
      k: fc.constant(k),
      suppression: fc.constant(suppression),
      loss: fc.constant(loss),
      weights: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: columns, maxLength: columns }),
    });
  });

describe('the optimal generalisation', () => {
  it('is what going through every combination of levels finds', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const found = findOptimum(asked);
        const expected = exhaustively(asked)!;
        expect(found.levels).toEqual(expected.levels);
        expect(found.suppressed).toBe(expected.suppressed);
        expect(found.loss).toBeCloseTo(expected.loss, 11);
      }),
      { numRuns: 500 },
    );
  });

  it('is what going through the levels that are allowed finds, where not all are', () => {
    const bounded = fc.tuple(question, fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 4, maxLength: 4 }));
    fc.assert(
      fc.property(bounded, ([asked, bounds]) => {
        const tops = asked.hierarchies.map(({ levels }) => levels.length - 1);
        const lowest = tops.map((top, at) => Math.min(top, ...bounds[at]!));
        const highest = tops.map((top, at) => Math.min(top, Math.max(...bounds[at]!)));
        const expected = exhaustively({ ...asked, lowest, highest });
        const found = ifThereIsOne({ ...asked, lowest, highest });
        expect(found?.levels).toEqual(expected?.levels);
        expect(found?.suppressed).toBe(expected?.suppressed);
        expect(found?.loss ?? 0).toBeCloseTo(expected?.loss ?? 0, 11);
      }),
      { numRuns: 500 },
    );
  });

  const table = encodeRows(
    ['sex', 'town'],
    [
      ['f', 'a'],
      ['f', 'b'],
      ['m', 'a'],
      ['m', 'b'],
    ],
  );
  const hierarchies = [
    createHierarchy('sex', [
      ['f', '*'],
      ['m', '*'],
    ]),
    createHierarchy('town', [
      ['a', '*'],
      ['b', '*'],
    ]),
  ];
  const asked: OptimumQuestion = { table, hierarchies, k: 2, loss: 'loss-geo' };

  it('takes, of equal losses, the levels that come first', () => {
    expect(findOptimum(asked).levels).toEqual([0, 1]);
  });

  it('spares the quasi-identifier with more weight', () => {
    expect(findOptimum({ ...asked, weights: [1, 3] }).levels).toEqual([1, 0]);
  });

  it('keeps to the levels that are allowed', () => {
    expect(findOptimum({ ...asked, highest: [1, 0] }).levels).toEqual([1, 0]);
    expect(() => findOptimum({ ...asked, highest: [0, 0] })).toThrow(/no levels within the bounds reach k = 2/);
    expect(() => findOptimum({ ...asked, highest: [2, 0] })).toThrow(/sex has levels 0 to 1, not 0 to 2/);
  });

  it('tells how far it is: from 0 on, never less than before, to 1', async () => {
    fc.assert(
      fc.property(question, (any) => {
        const steps = [...searchSteps(any)];
        expect([steps.at(0), steps.at(-1)]).toEqual([0, 1]);
        expect(steps.toSorted((one, other) => one - other)).toEqual(steps);
      }),
    );
    const told: number[] = [];
    await findOptimumAsync(asked, { onProgress: (done) => told.push(done) });
    expect(told.at(-1)).toBe(1);
  });

  it('is found in turns as well, and given up when told', async () => {
    await expect(findOptimumAsync(asked)).resolves.toEqual(findOptimum(asked));
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(findOptimumAsync(asked, { signal })).rejects.toThrow('enough');
  });

  it.each([
    ['k of 1', { k: 1 }, /k is 1; give a whole number, at least 2/],
    ['a k greater than the rows', { k: 5 }, /k is 5, the data has 4 rows/],
    ['half a per cent written as text', { suppression: '0,5' }, /0,5 is no part of the rows/],
    ['more than all rows', { suppression: 1.5 }, /1.5 is no part of the rows/],
    ['a weight of 0', { weights: [0, 1] }, /the weights are 0, 1/],
    ['a hierarchy too few', { hierarchies: hierarchies.slice(1) }, /1 hierarchies for 2 columns/],
  ])('refuses %s', (_, change, message) => {
    expect(() => findOptimum({ ...asked, ...change })).toThrow(message);
  });

  it('names the values a hierarchy lacks', () => {
    const foreign = encodeRows(
      ['sex', 'town'],
      [
        ['f', 'a'],
        ['f', 'zz'],
        ['x', 'a'],
      ],
    );
    expect(() => findOptimum({ ...asked, table: foreign })).toThrow(/the hierarchy of sex lacks "x"/);
  });
});
