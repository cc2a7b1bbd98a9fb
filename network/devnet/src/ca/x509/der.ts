/** One element of DER: its tag, its content, and both together as they stood. */
export interface DerNode {
  readonly tag: number;
  readonly content: Buffer;
  readonly raw: Buffer;
}

/** The tags of DER that certificates, requests and revocation lists use. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Bytes that claim to be DER and are not. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** The tag of a constructed, context-specific element, `[number]`. */
export const contextTag = (number: number): number => 0xa0 | number;

/** An element of `tag` around the parts, joined. */
export function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

export const sequence = (...parts: Uint8Array[]): Buffer => der(TAG.sequence, ...parts);

/** A SET OF: DER wants its members in the order of their bytes. */
export const setOf = (...members: Buffer[]): Buffer => der(TAG.set, ...[...members].sort(Buffer.compare));

/** A whole number that is not negative, from its big-endian bytes. */
export function integer(magnitude: Uint8Array): Buffer {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start += 1;
  const digits = magnitude.subarray(start);
  const sign = (digits[0] ?? 0x80) & 0x80 ? [Buffer.from([0])] : [];
  return der(TAG.integer, ...sign, digits);
}

/** An object identifier from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(TAG.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A bit string of whole bytes. */
export const bitString = (bytes: Uint8Array): Buffer => der(TAG.bitString, Buffer.from([0]), bytes);

export const octetString = (bytes: Uint8Array): Buffer => der(TAG.octetString, bytes);

export const boolean = (value: boolean): Buffer => der(TAG.boolean, Buffer.from([value ? 0xff : 0]));

/** PrintableString where the characters allow it, UTF8String otherwise, as Go's encoder chooses. */
export function directoryString(text: string): Buffer {
  const tag = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text) ? TAG.printableString : TAG.utf8String;
  return der(tag, Buffer.from(text, 'utf8'));
}

/** UTCTime up to 2049, GeneralizedTime after (RFC 5280, 4.1.2.5); whole seconds. */
export function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return at.getUTCFullYear() < 2050
    ? der(TAG.utcTime, Buffer.from(`${digits.slice(2)}Z`))
    : der(TAG.generalizedTime, Buffer.from(`${digits}Z`));
}

/**
 * Reads one element that fills `bytes` to the end.
 * @throws DerError where the bytes are anything else.
 */
export function readDer(bytes: Uint8Array): DerNode {
  const [node, ...more] = readAll(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (!node || more.length > 0) throw new DerError('expected one element and nothing after it');
  return node;
}

/** The elements inside a constructed one. */
export const children = (node: DerNode): DerNode[] => readAll(node.content);

/** The dotted form of an object identifier's content. */
export function readOid(node: DerNode): string {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of node.content) {
    value = value * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    numbers.push(value);
    value = 0;
  }
  const first = numbers.shift() ?? 0;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...numbers].join('.');
}

function readAll(bytes: Buffer): DerNode[] {
  const nodes: DerNode[] = [];
  for (let at = 0; at < bytes.length;) {
    const node = readOne(bytes, at);
    nodes.push(node);
    at += node.raw.length;
  }
  return nodes;
}

function readOne(bytes: Buffer, at: number): DerNode {
  const tag = bytes[at];
  const short = bytes[at + 1];
  if (tag === undefined || short === undefined) throw new DerError('an element is cut short');
  const width = short < 0x80 ? 0 : short & 0x7f;
  if (short === 0x80 || width > 4 || at + 2 + width > bytes.length) throw new DerError('an impossible length');
  const length = width === 0 ? short : bytes.readUIntBE(at + 2, width);
  const start = at + 2 + width;
  if (start + length > bytes.length) throw new DerError('an element is cut short');
  return { tag, content: bytes.subarray(start, start + length), raw: bytes.subarray(at, start + length) };
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function base128(value: number): number[] {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(0x80 | (rest % 128));
  return bytes;
}
