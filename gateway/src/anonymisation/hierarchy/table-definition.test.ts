import { buildHierarchy } from './build-hierarchy';
import { createHierarchy } from './hierarchy';
import { definitionOf } from './table-definition';

/** What becomes of each value, level by level. */
const paths = ({ leaves, levels }: ReturnType<typeof createHierarchy>): Record<string, string[]> =>
  Object.fromEntries(leaves.map((leaf, at) => [leaf, levels.map(({ values, ofLeaf }) => values[ofLeaf[at]!]!)]));

describe('a hierarchy given as a table', () => {
  it.each([
    [
      'two levels of groups',
      [
        ['1', '0-4', '0-9', '*'],
        ['5', '5-9', '0-9', '*'],
        ['2', '0-4', '0-9', '*'],
        ['11', '10-14', '10-19', '*'],
      ],
    ],
    [
      'groups that are named as values are',
      [
        ['a', 'a', '*'],
        ['b', 'a', '*'],
      ],
    ],
    [
      'nothing but values',
      [
        ['f', '*'],
        ['m', '*'],
      ],
    ],
  ])('becomes a definition with the same levels: %s', (_, rows) => {
    const given = createHierarchy('column', rows);
    expect(paths(buildHierarchy('column', definitionOf(given), []))).toEqual(paths(given));
  });
});
