import { encodeRows } from '../data/tuple-table';
import { keepOneRow } from './keep-one-row';

const ROWS = [
  ['p-1', '30'],
  ['p-2', '31'],
  ['p-1', '32'],
  ['p-1', '33'],
];
const keep = (rows: readonly (readonly string[])[], key: number): string[] => {
  const { columns, rows: count } = keepOneRow(encodeRows(['patient', 'age'], rows), 'patient', Buffer.alloc(32, key));
  return Array.from({ length: count }, (_, at) => columns.map(({ values, codes }) => values[codes[at]!]).join()).sort();
};

describe('one row a patient', () => {
  it('is kept, and every patient has one', () => {
    const kept = keep(ROWS, 1);
    expect(kept.map((row) => row.split(',')[0])).toEqual(['p-1', 'p-2']);
  });

  it('is any of them, as the key says: not the first', () => {
    const seen = new Set(Array.from({ length: 64 }, (_, key) => keep(ROWS, key)[0]));
    expect([...seen].sort()).toEqual(['p-1,30', 'p-1,32', 'p-1,33']);
  });

  it('is the same whatever the order of the rows, and whoever else is there', () => {
    for (let key = 0; key < 16; key++) {
      expect(keep(ROWS.toReversed(), key)).toEqual(keep(ROWS, key));
      expect(
        keep(
          ROWS.filter(([patient]) => patient !== 'p-2'),
          key,
        ),
      ).toEqual([keep(ROWS, key)[0]]);
    }
  });
});
