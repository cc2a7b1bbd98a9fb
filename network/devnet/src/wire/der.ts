import { WireError } from './errors';

/** ASN.1 tags in use, as the identifier octet has them (class and constructed bit included). */
export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One DER element: its tag, its content and the whole with its header, as views on the bytes it was read from. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  readonly raw: Buffer;
}

/**
 * Reads the element at `offset`; definite lengths only, as DER has them.
 * @throws WireError
 */
export const readDer = (bytes: Buffer, offset = 0): DerElement => {
  const identifier = bytes[offset];
  const first = bytes[offset + 1];
  if (identifier === undefined || first === undefined) throw new WireError('DER: truncated header');
  if ((identifier & 0x1f) === 0x1f) throw new WireError('DER: tag number too large');
  let length = first;
  let start = offset + 2;
  if (first & 0x80) {
    const octets = first & 0x7f;
    if (octets === 0 || octets > 4 || start + octets > bytes.length) throw new WireError('DER: bad length');
    length = bytes.readUIntBE(start, octets);
    start += octets;
    if (length < 0x80 || bytes[start - octets] === 0) throw new WireError('DER: length is not minimal');
  }
  const end = start + length;
  if (end > bytes.length) throw new WireError('DER: truncated content');
  return { tag: identifier, content: bytes.subarray(start, end), raw: bytes.subarray(offset, end) };
};

/**
 * Reads bytes that are one element and nothing after it.
 * @throws WireError
 */
export const readSingleDer = (bytes: Buffer, expected: number, what: string): DerElement => {
  const element = readDer(bytes);
  if (element.tag !== expected) throw new WireError(`${what}: unexpected tag ${element.tag}`);
  if (element.raw.length !== bytes.length) throw new WireError(`${what}: trailing data`);
  return element;
};

/**
 * The elements inside a constructed one, in order.
 * @throws WireError
 */
export const derChildren = (content: Buffer): DerElement[] => {
  const children: DerElement[] = [];
  for (let offset = 0; offset < content.length;) {
    const child = readDer(content, offset);
    children.push(child);
    offset += child.raw.length;
  }
  return children;
};

/** Writes one element. */
export const writeDer = (identifier: number, ...contents: readonly Uint8Array[]): Buffer => {
  const length = contents.reduce((sum, content) => sum + content.length, 0);
  return Buffer.concat([Buffer.from([identifier, ...lengthOctets(length)]), ...contents]);
};

const lengthOctets = (length: number): number[] => {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
};

/** INTEGER of a magnitude, big endian: leading zeros dropped, one put back where the sign bit would be set. */
export const writeDerInteger = (magnitude: Uint8Array): Buffer => {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start += 1;
  const trimmed = magnitude.subarray(start);
  const first = trimmed[0];
  if (first === undefined) return writeDer(tag.integer, Buffer.from([0]));
  return first & 0x80 ? writeDer(tag.integer, Buffer.from([0]), trimmed) : writeDer(tag.integer, trimmed);
};

/** INTEGER of a whole number that JavaScript can count. */
export const writeDerNumber = (value: number): Buffer => {
  const octets = Buffer.alloc(8);
  octets.writeBigUInt64BE(BigInt(value));
  return writeDerInteger(octets);
};

/** Dotted form of an OBJECT IDENTIFIER's content. */
export const readObjectIdentifier = (content: Buffer): string => {
  const arcs: number[] = [];
  let value = 0;
  for (const octet of content) {
    value = value * 128 + (octet & 0x7f);
    if (octet & 0x80) continue;
    if (arcs.length === 0)
      arcs.push(Math.min(Math.floor(value / 40), 2), value - 40 * Math.min(Math.floor(value / 40), 2));
    else arcs.push(value);
    value = 0;
  }
  return arcs.join('.');
};

/**
 * Milliseconds since the epoch of a UTCTime or GeneralizedTime.
 * @throws WireError
 */
export const readTime = (element: DerElement): number => {
  const text = element.content.toString('latin1');
  const digits = element.tag === tag.utcTime ? `${Number(text.slice(0, 2)) >= 50 ? '19' : '20'}${text}` : text;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  if (!match || (element.tag !== tag.utcTime && element.tag !== tag.generalizedTime)) {
    throw new WireError('DER: bad time');
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
};
