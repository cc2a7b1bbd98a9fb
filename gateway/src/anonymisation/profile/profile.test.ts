import { encodeRows } from '../data/tuple-table';
import { buildHierarchy } from '../hierarchy/build-hierarchy';
import { leavesOf } from '../hierarchy/hierarchy';
import { profileColumn, type ColumnType } from './column-type';
import { findPatient, RARE, suggestRole, yesOf, type Suggestion } from './suggest-role';

/** A column of some values, each in as many rows. */
const column = (name: string, values: readonly string[], times = RARE) => {
  const table = encodeRows(
    [name],
    values.flatMap((value) => Array.from({ length: times }, () => [value])),
  );
  return profileColumn(table.columns[0]!, table.weights);
};
const suggest = (name: string, values: readonly string[], times = RARE): Suggestion =>
  suggestRole(column(name, values, times), false);

describe('the type of a column', () => {
  it.each<[ColumnType, string, string[]]>([
    ['integer', 'age', ['17', '90', '0', '-3']],
    ['decimal', 'weight', ['70', '71.5']],
    ['date', 'admitted', ['2024-02-29', '2023-12-31']],
    ['atc', 'drug', ['C09AA05', 'J01CA04']],
    ['icd-10', 'diagnosis', ['E11.9', 'I10']],
    ['postcode', 'home', ['01067', '21200']],
    ['postcode', 'postcode', ['21200', '21300']],
    ['category', 'ward', ['surgery', 'medicine']],
    ['category', 'grade', ['007', '12']],
  ])('is %s for %s', (type, name, values) => {
    expect(column(name, values).type).toBe(type);
  });

  it('is free text where there are too many words to list', () => {
    expect(
      column(
        'note',
        Array.from({ length: 101 }, (_, at) => `note ${at} on the case`),
      ).type,
    ).toBe('free-text');
  });

  it('is that of a name where every row has a value of its own', () => {
    expect(column('name', ['a', 'b', 'c'], 1).type).toBe('unique-id');
    expect(column('number', ['1', '2', '3'], 1).type).toBe('unique-id');
    expect(column('day', ['2024-01-01', '2024-01-02'], 1).type).toBe('date');
  });

  it('does not go by rows without a value, and counts them', () => {
    expect(column('age', ['17', '', '90'])).toMatchObject({
      type: 'integer',
      distinct: 2,
      empty: RARE,
      rows: 3 * RARE,
    });
  });
});

describe('what is suggested', () => {
  it('generalises every value of the data', () => {
    for (const [name, values] of [
      ['age', ['0', '119']],
      ['cost', ['120', '98765']],
      ['balance', ['-50', '730']],
      ['year', ['1995', '2024']],
    ] as const) {
      const suggestion = suggest(name, values);
      if (suggestion.role !== 'quasi-identifier') throw new Error(`${name} is ${suggestion.role}`);
      expect(() => leavesOf(buildHierarchy(name, suggestion.hierarchy, values), values)).not.toThrow();
      expect(suggestion.level).toBeLessThan(buildHierarchy(name, suggestion.hierarchy, values).levels.length);
    }
  });

  it('does not tell the least and the greatest value of numbers', () => {
    const [one, other] = [suggest('cost', ['130', '98765']), suggest('cost', ['700', '90001'])];
    expect(one).toEqual(other);
  });

  it('does not write down a value that few rows have, unless told', () => {
    const common = Array.from({ length: RARE }, () => ['surgery']);
    const table = encodeRows(['ward'], [...common, ['burns']]);
    const profile = profileColumn(table.columns[0]!, table.weights);
    expect(suggestRole(profile, false)).toMatchObject({ hierarchy: { values: ['surgery'] }, rare: 1 });
    expect(suggestRole(profile, true)).toMatchObject({ hierarchy: { values: ['burns', 'surgery'] }, rare: 0 });
  });

  it('leaves out what names a patient, and what nothing generalises', () => {
    expect(suggest('name', ['a', 'b'], 1).role).toBe('left-out');
    expect(suggest('weight', ['70.1', '71.5']).role).toBe('left-out');
    expect(suggest('salary', ['1', '5000000']).role).toBe('left-out');
  });

  it.each([
    ['by its name, unique or not', ['id', 'patient'], 'patient'],
    ['by its values, where no name says it', ['ward', 'key'], 'key'],
  ])('as the patient is a column %s', (_, names, expected) => {
    const rows = [
      ['1', 'a'],
      ['1', 'b'],
      ['2', 'c'],
    ];
    const { columns, weights } = encodeRows(names, rows);
    expect(findPatient(columns.map((one) => profileColumn(one, weights)))).toBe(expected);
  });

  it('as the sensitive values is what says yes', () => {
    expect(yesOf(column('smoker', ['Yes', 'No']))).toEqual(['Yes']);
    expect(yesOf(column('smoker', ['yes', 'no', 'unknown']))).toBeUndefined();
  });
});
