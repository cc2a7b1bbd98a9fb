import { buildHierarchy } from './build-hierarchy';
import { createHierarchy } from './hierarchy';
import type { HierarchyDefinition } from './hierarchy-definition';

/** What becomes of a value, level by level. */
function path(definition: HierarchyDefinition, values: readonly string[], value = values[0]!): string[] {
  const { leaves, levels } = buildHierarchy('column', definition, values);
  const leaf = leaves.indexOf(value);
  return levels.map((level) => level.values[level.ofLeaf[leaf]!]!);
}

describe('a hierarchy', () => {
  it.each<[string, HierarchyDefinition, string[], string[]]>([
    [
      'bands of numbers',
      { kind: 'interval', from: 1, to: 100, widths: [5, 10, 20] },
      ['37'],
      ['37', '36-40', '31-40', '21-40', '*'],
    ],
    ['a band cut off at the end', { kind: 'interval', from: 0, to: 12, widths: [5] }, ['11'], ['11', '10-12', '*']],
    ['prefixes', { kind: 'prefix', lengths: [4, 2] }, ['21200'], ['21200', '2120*', '21*', '*']],
    ['masks from the right', { kind: 'mask' }, ['212'], ['212', '21*', '2**', '*']],
    ['masks of shorter values', { kind: 'mask' }, ['7', '212'], ['7', '7**', '7**', '*']],
    ['masks from the left', { kind: 'mask', from: 'left' }, ['212'], ['212', '*12', '**2', '*']],
    ['dates', { kind: 'date' }, ['2024-05-31'], ['2024-05-31', '2024-05', '2024-Q2', '2024', '*']],
    [
      'dates by decade',
      { kind: 'date', levels: ['year', 'decade'] },
      ['1987-01-01'],
      ['1987-01-01', '1987', '1980s', '*'],
    ],
    ['ATC codes', { kind: 'atc' }, ['C09AA05'], ['C09AA05', 'C09AA', 'C09A', 'C09', 'C', '*']],
    ['ICD-10 codes', { kind: 'icd-10' }, ['E11.9'], ['E11.9', 'E11', 'E00-E90', '*']],
    ['groups', { kind: 'groups', groups: { a: { b: ['x', 'y'] }, c: { d: ['z'] } } }, ['x'], ['x', 'b', 'a', '*']],
    ['nothing but the values', { kind: 'flat' }, ['x', 'y'], ['x', '*']],
  ])('is built of %s', (_, definition, values, expected) => {
    expect(path(definition, values)).toEqual(expected);
  });

  it.each<[string, HierarchyDefinition, string[], RegExp]>([
    [
      'bands that do not fit into each other',
      { kind: 'interval', from: 0, to: 9, widths: [2, 5] },
      [],
      /width 5 must be a multiple of 2/,
    ],
    [
      'a range the wrong way round',
      { kind: 'interval', from: 9, to: 0, widths: [] },
      [],
      /to \(0\) is below from \(9\)/,
    ],
    ['lengths in the wrong order', { kind: 'prefix', lengths: [1, 2] }, ['ab'], /most first/],
    ['a day that was not', { kind: 'date' }, ['2023-02-29'], /no YYYY-MM-DD date in "2023-02-29"/],
    ['levels of dates in the wrong order', { kind: 'date', levels: ['year', 'month'] }, [], /in this order/],
    ['half an ATC code', { kind: 'atc' }, ['C09'], /a full ATC code such as C09AA05, not "C09"/],
    [
      'groups of different depth',
      { kind: 'groups', groups: { a: { b: ['x'] }, c: ['z'] } },
      [],
      /z is not as deep in groups as x/,
    ],
    ['a value in two groups', { kind: 'groups', groups: { a: ['x'], b: ['x'] } }, [], /more than one row for "x"/],
  ])('is refused for %s', (_, definition, values, message) => {
    expect(() => buildHierarchy('column', definition, values)).toThrow(message);
  });

  it.each<[string, string[][], RegExp]>([
    ['no row', [], /is empty/],
    [
      'rows of different length',
      [
        ['a', 'x', '*'],
        ['b', '*'],
      ],
      /row 2 of the hierarchy of column has 2 columns, the first has 3/,
    ],
    [
      'a level that splits what was one below',
      [
        ['a', 'x', 'p', '*'],
        ['b', 'x', 'q', '*'],
      ],
      /level 2 of the hierarchy of column splits "x"/,
    ],
    [
      'more than one top',
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
      /ends in "x", "y"/,
    ],
  ])('is refused with %s', (_, rows, message) => {
    expect(() => createHierarchy('column', rows)).toThrow(message);
  });
});
