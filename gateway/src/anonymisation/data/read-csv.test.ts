import { readCsv } from './read-csv';
import type { TupleTable } from './tuple-table';

const read = (text: string | Uint8Array, options = {}): TupleTable => readCsv(Buffer.from(text as string), options);

const rowsOf = ({ columns, weights }: TupleTable): string[][] =>
  Array.from(weights, (_, at) => columns.map(({ values, codes }) => values[codes[at]!]!));

describe('a CSV file', () => {
  it.each([
    ['semicolons', 'a;b\n1;2\n'],
    ['commas', 'a,b\n1,2\n'],
    ['tabs', 'a\tb\n1\t2\n'],
    ['a byte order mark', '\ufeffa,b\n1,2\n'],
    ['carriage returns', 'a,b\r\n1,2\r\n'],
    ['no end of the last line', 'a,b\n1,2'],
    ['blank lines', 'a,b\n\n1,2\n\n'],
    ['quotes', '"a","b"\n"1","2"\n'],
  ])('is read with %s', (_, text) => {
    const table = read(text);
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(rowsOf(table)).toEqual([['1', '2']]);
  });

  it('may have delimiters, quotes and line ends in quoted fields', () => {
    expect(rowsOf(read('a,b\n"x, ""y""\nz",2\n'))).toEqual([['x, "y"\nz', '2']]);
  });

  it('gives equal fields one code, quoted or not, however many there are', () => {
    const lines = Array.from({ length: 5000 }, (_, row) => `${row % 700},"${row % 3}"`);
    const table = read(`a,b\n${lines.join('\n')}\n`);
    expect(table.columns.map(({ values }) => values.length)).toEqual([700, 3]);
    expect(rowsOf(table).map((row) => row.join())).toEqual(lines.map((line) => line.replaceAll('"', '')));
  });

  it('is read for the columns that are asked for, in their order', () => {
    expect(rowsOf(read('a,b,c\n1,2,3\n', { columns: ['c', 'a'] }))).toEqual([['3', '1']]);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ['nothing in it', '', /the file is empty/],
    ['a header alone', 'a,b\n', /the file has no row/],
    ['a line too short', 'a,b\n1,2\n3\n', /line 3: the line has not 2 fields/],
    ['a line too long', 'a,b\n1,2,3\n', /line 2: the line has not 2 fields/],
    ['a quote never closed', 'a,b\n"1,2\n', /line 2: a quote is opened and never closed/],
    ['a quote inside a field', 'a,b\n1"x,2\n', /line 2: a quote inside a field/],
    ['text after a closing quote', 'a,b\n"1"x,2\n', /line 2: text after a closing quote/],
    ['two columns of one name', 'a,a\n1,2\n', /two columns are named "a"/],
    ['bytes that are not UTF-8', Uint8Array.of(97, 10, 0xe9, 10), /line 2, a: not UTF-8/],
    ['two bytes a character', Buffer.from('\ufeffa\n1\n', 'utf16le'), /line 1: the file is UTF-16, not UTF-8/],
    ['two bytes a character and no mark', Buffer.from('a;b\n1;2\n', 'utf16le'), /line 1: the file is UTF-16/],
    ['a header that is not UTF-8', Uint8Array.of(0xe9, 10, 49, 10), /line 1: the header is not UTF-8/],
    [
      'a field of a million characters and more',
      `a\n${'x'.repeat(1_000_001)}\n`,
      /line 2: a field of more than 1000000 bytes/,
    ],
  ])('is refused with %s', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it('is refused without a column that is asked for, with the names there are', () => {
    expect(() => read('a,b\n1,2\n', { columns: ['a', 'z'] })).toThrow(/no column z; there are a, b; name a column/);
  });
});
