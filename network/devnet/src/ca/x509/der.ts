import {
  derChildren,
  readDer as readElement,
  readObjectIdentifier,
  tag,
  writeDer,
  type DerElement,
} from '../../wire/der';
import { asBuffer } from '../../wire/bytes';
import { WireError } from '../../wire/errors';

export { writeDer as der, writeDerInteger as integer, type DerElement as DerNode } from '../../wire/der';

const UTF8_STRING = 0x0c;
const PRINTABLE_STRING = 0x13;

/** The tag of a constructed, context-specific element, `[number]`. */
export const contextTag = (number: number): number => 0xa0 | number;

export const sequence = (...parts: Uint8Array[]): Buffer => writeDer(tag.sequence, ...parts);

/** A SET OF: DER wants its members in the order of their bytes. */
export const setOf = (...members: Buffer[]): Buffer => writeDer(tag.set, ...[...members].sort(Buffer.compare));

/** An object identifier from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return writeDer(tag.objectIdentifier, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A bit string; the last `unused` bits of it do not count. */
export const bitString = (bytes: Uint8Array, unused = 0): Buffer =>
  writeDer(tag.bitString, Buffer.from([unused]), bytes);

export const octetString = (bytes: Uint8Array): Buffer => writeDer(tag.octetString, bytes);

export const boolean = (value: boolean): Buffer => writeDer(tag.boolean, Buffer.from([value ? 0xff : 0]));

/** PrintableString where the characters allow it, UTF8String otherwise, as Go's encoder chooses. */
export function directoryString(text: string): Buffer {
  const kind = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text) ? PRINTABLE_STRING : UTF8_STRING;
  return writeDer(kind, Buffer.from(text, 'utf8'));
}

/** UTCTime up to 2049, GeneralizedTime after (RFC 5280, 4.1.2.5); whole seconds. */
export function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return at.getUTCFullYear() < 2050
    ? writeDer(tag.utcTime, Buffer.from(`${digits.slice(2)}Z`))
    : writeDer(tag.generalizedTime, Buffer.from(`${digits}Z`));
}

/**
 * Reads one element that fills `bytes` to the end.
 * @throws WireError where the bytes are anything else.
 */
export function readDer(bytes: Uint8Array): DerElement {
  const element = readElement(asBuffer(bytes));
  if (element.raw.length !== bytes.length) throw new WireError('DER: trailing data');
  return element;
}

/** The elements inside a constructed one. */
export const children = (element: DerElement): DerElement[] => derChildren(element.content);

/** The dotted form of an object identifier. */
export const readOid = (element: DerElement): string => readObjectIdentifier(element.content);

function base128(value: number): number[] {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(0x80 | (rest % 128));
  return bytes;
}
