import { AnonymisationError } from '../anonymisation-error';
import { mixed, restOf, WORD, type ByteDictionary, type ScannedField } from './byte-dictionary';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const DELIMITERS = [',', ';', '\t', '|'];
const LONGEST_FIELD = 1_000_000;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Goes through the bytes of a CSV file once. Plain fields are hashed as they are passed, and never become text. */
export class CsvScanner {
  private at = 0;
  /** The delimiter, as it was given or found. */
  readonly delimiter: string;
  private readonly delimiterByte: number;
  /** 1 for bytes that end or break a plain field. */
  private readonly stops = new Uint8Array(256);
  private unquoted = new Uint8Array(256);

  private readonly bytes: Uint8Array;
  /** The same bytes, four at a time. */
  private readonly fileWords: DataView;
  /** The delimiter, four times. */
  private readonly delimiters: number;

  constructor(file: Uint8Array, delimiter?: string) {
    // A plain array, not a Buffer: one kind of array in the loops below is twice as fast as two.
    const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
    this.bytes = bytes;
    this.fileWords = new DataView(file.buffer, file.byteOffset, file.byteLength);
    this.found = { bytes, words: this.fileWords, start: 0, end: 0, hash: 0, rest: 0 };
    if (bytes[0] === 0xff || bytes[0] === 0xfe) this.refuse('the file is UTF-16, not UTF-8');
    if (BYTE_ORDER_MARK.every((byte, position) => bytes[position] === byte)) this.at = BYTE_ORDER_MARK.length;
    if (delimiter !== undefined && (delimiter.length !== 1 || delimiter.charCodeAt(0) > 127 || delimiter === '"')) {
      throw new AnonymisationError('bad-csv', `a delimiter is one ASCII character, not ${JSON.stringify(delimiter)}`);
    }
    this.delimiter = delimiter ?? this.findDelimiter();
    this.delimiterByte = this.delimiter.charCodeAt(0);
    this.delimiters = Math.imul(this.delimiterByte, 0x01010101);
    for (const byte of [this.delimiterByte, LF, CR, QUOTE]) this.stops[byte] = 1;
  }

  /** Line at which the scanner stands, from 1. */
  line(): number {
    let lines = 1;
    for (let at = 0; at < Math.min(this.at, this.bytes.length); at++) if (this.bytes[at] === LF) lines++;
    return lines;
  }

  /** Reads one line as text. */
  fields(): string[] {
    const fields: string[] = [];
    if (this.at >= this.bytes.length) throw new AnonymisationError('empty-data', 'the file is empty');
    do {
      this.field();
      const { bytes, start, end } = this.found;
      fields.push(Buffer.from(bytes.subarray(start, end)).toString('utf8'));
    } while (this.passDelimiter());
    return fields;
  }

  /** Reads the header line. */
  header(): string[] {
    const names = this.fields().map((name) => name.trim());
    if (names.some((name) => name.includes('\0'))) this.refuse('the file is UTF-16, not UTF-8', 1);
    // What stands for bytes that are no UTF-8. Values are decoded strictly where they are made text.
    if (names.some((name) => name.includes('\ufffd'))) this.refuse('the header is not UTF-8', 1);
    const twice = names.find((name, position) => names.indexOf(name) !== position);
    if (twice !== undefined) this.refuse(`two columns are named ${JSON.stringify(twice)}`, 1);
    return names;
  }

  /** Reads all further lines; codes are per column that has a dictionary. */
  rows(dictionaries: readonly (ByteDictionary | undefined)[]): { rows: number; codes: (Int32Array | undefined)[] } {
    let capacity = 1 << 12;
    let codes = dictionaries.map((dictionary) => dictionary && new Int32Array(capacity));
    let row = 0;
    for (; this.at < this.bytes.length; row++) {
      if (this.isBlankLine()) {
        row--;
        continue;
      }
      if (row === capacity) {
        capacity *= 2;
        codes = codes.map((column) => column && grown(column, capacity));
      }
      this.row(dictionaries, codes, row);
    }
    return { rows: row, codes: codes.map((column) => column?.subarray(0, row)) };
  }

  /** Reads one line: apart, as V8 gives up what it compiled of a loop each time the loop is left for code it has not seen. */
  private row(
    dictionaries: readonly (ByteDictionary | undefined)[],
    codes: readonly (Int32Array | undefined)[],
    row: number,
  ): void {
    const width = dictionaries.length;
    for (let position = 0; position < width; position++) {
      this.field();
      const dictionary = dictionaries[position];
      if (dictionary !== undefined) codes[position]![row] = dictionary.code(this.found);
      if (this.isDelimiter() !== position < width - 1) this.refuse(`the line has not ${width} fields`);
      this.passDelimiter();
    }
  }

  /** The field that was passed last. */
  private readonly found: ScannedField;

  /** Passes one field. */
  private field(): void {
    const { bytes, found } = this;
    const start = this.at;
    if (bytes[start] === QUOTE) {
      this.quotedField();
      return;
    }
    const end = this.plainField(start);
    this.at = end;
    if (bytes[end] === QUOTE) this.refuse('a quote inside a field that does not begin with one');
    if (bytes[end] === CR && bytes[end + 1] !== LF && end + 1 < bytes.length)
      this.refuse('a carriage return inside a field');
    if (end - start > LONGEST_FIELD) this.refuse(`a field of more than ${LONGEST_FIELD} bytes`);
    found.bytes = bytes;
    found.words = this.fileWords;
    found.start = start;
    found.end = end;
  }

  /** Hashes a field as it passes it, four bytes at a time; answers its end. */
  private plainField(start: number): number {
    const { fileWords, bytes, stops, delimiters, found } = this;
    let hash = 0;
    let at = start;
    for (const last = bytes.length - WORD; at <= last; at += WORD) {
      const word = fileWords.getInt32(at, true);
      const other = word ^ delimiters;
      // Bytes below '-', as line ends, quotes and the comma are, and the delimiter; now and then another:
      // https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord
      let marked = (((word - 0x2d2d2d2d) & ~word) | ((other - 0x01010101) & ~other)) & 0x80808080;
      for (; marked !== 0; marked &= marked - 1) {
        const passed = (31 - Math.clz32(marked & -marked)) >>> 3;
        if (stops[bytes[at + passed]!] === 0) continue;
        found.rest = word & ((1 << (8 * passed)) - 1);
        found.hash = mixed(hash, found.rest);
        return at + passed;
      }
      hash = mixed(hash, word);
    }
    let end = at;
    while (end < bytes.length && stops[bytes[end]!] === 0) end++;
    found.rest = restOf(bytes, at, end);
    found.hash = mixed(hash, found.rest);
    return end;
  }

  private quotedField(): void {
    const { bytes } = this;
    const opened = this.at;
    let length = 0;
    for (let at = opened + 1; ; at++) {
      if (at >= bytes.length) this.refuse('a quote is opened and never closed');
      if (length > LONGEST_FIELD) this.refuse(`a field of more than ${LONGEST_FIELD} bytes, or a quote never closed`);
      const byte = bytes[at]!;
      if (byte === QUOTE && bytes[at + 1] !== QUOTE) {
        this.at = at + 1;
        break;
      }
      if (byte === QUOTE) at++;
      if (length === this.unquoted.length) this.unquoted = grown(this.unquoted, 2 * length);
      this.unquoted[length++] = byte;
    }
    if (this.at < bytes.length && this.stops[bytes[this.at]!] !== 1) this.refuse('text after a closing quote');
    this.unquotedField(length);
  }

  private unquotedField(length: number): void {
    const { found, unquoted: bytes } = this;
    const words = new DataView(bytes.buffer);
    let hash = 0;
    let at = 0;
    for (; at <= length - WORD; at += WORD) hash = mixed(hash, words.getInt32(at, true));
    Object.assign(found, { bytes, words, start: 0, end: length });
    found.rest = restOf(bytes, at, length);
    found.hash = mixed(hash, found.rest);
  }

  /** Passes what follows a field: true for a delimiter, false for the end of the line. */
  private passDelimiter(): boolean {
    if (this.isDelimiter()) {
      this.at++;
      return true;
    }
    if (this.bytes[this.at] === CR) this.at++;
    this.at++;
    return false;
  }

  private isDelimiter(): boolean {
    return this.bytes[this.at] === this.delimiterByte;
  }

  private isBlankLine(): boolean {
    const { bytes } = this;
    if (bytes[this.at] === LF) {
      this.at++;
      return true;
    }
    if (bytes[this.at] === CR && bytes[this.at + 1] === LF) {
      this.at += 2;
      return true;
    }
    return false;
  }

  private findDelimiter(): string {
    const counts = DELIMITERS.map(() => 0);
    let isQuoted = false;
    for (let { at } = this; at < this.bytes.length && (isQuoted || this.bytes[at] !== LF); at++) {
      if (this.bytes[at] === QUOTE) isQuoted = !isQuoted;
      const known = isQuoted ? -1 : DELIMITERS.indexOf(String.fromCharCode(this.bytes[at]!));
      if (known >= 0) counts[known]!++;
    }
    return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
  }

  private refuse(reason: string, line = this.line()): never {
    throw new AnonymisationError('bad-csv', `line ${line}: ${reason}`);
  }
}

function grown<A extends Uint8Array | Int32Array>(array: A, length: number): A {
  const larger = new (array.constructor as new (length: number) => A)(length);
  larger.set(array);
  return larger;
}
