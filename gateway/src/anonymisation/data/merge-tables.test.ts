import fc from 'fast-check';
import { tuplesOf } from '../../../test/tuples-of';
import { mergeTables } from './merge-tables';
import { TupleBuilder } from './tuple-builder';
import { encodeRows, type TupleTable } from './tuple-table';

const NAMES = ['sex', 'age', 'town'];
const row = fc.tuple(fc.constantFrom('f', 'm'), fc.constantFrom('', '11', '12', '13'), fc.string({ maxLength: 2 }));

/** The same rows counted, as a database counts them. */
function grouped(names: readonly string[], rows: readonly (readonly string[])[]): TupleTable {
  const counts = new Map<string, [readonly string[], number]>();
  for (const each of rows) {
    const key = JSON.stringify(each);
    counts.set(key, [each, (counts.get(key)?.[1] ?? 0) + 1]);
  }
  const tuples = new TupleBuilder(names);
  for (const [values, count] of counts.values()) tuples.add(values, count);
  return tuples.table();
}

describe('partitions', () => {
  it('counted apart, however they are divided and ordered, are what counting all at once gives', () => {
    const parts = fc.array(fc.array(row, { maxLength: 30 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(parts, (partitions) => {
        const turned = ['town', 'sex', 'age'];
        const tables = partitions.map((rows, at) =>
          at % 2 === 0
            ? grouped(NAMES, rows)
            : encodeRows(
                turned,
                rows.map(([sex, age, town]) => [town, sex, age]),
              ),
        );
        const merged = mergeTables(tables);
        expect(tuplesOf(merged)).toEqual(tuplesOf(grouped(NAMES, partitions.flat())));
        expect(merged.rows).toBe(partitions.flat().length);
      }),
    );
  });

  it('are refused without a column of the first', () => {
    expect(() => mergeTables([encodeRows(['a', 'b'], [['1', '2']]), encodeRows(['a'], [['1']])])).toThrow(
      /partition 2 has no column b/,
    );
    expect(() => mergeTables([])).toThrow(/there is no partition/);
  });
});
