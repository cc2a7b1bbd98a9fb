import { asBuffer } from './bytes';
import { derChildren, readSingleDer, tag, writeDer, writeDerInteger } from './der';
import { WireError } from './errors';

/** Curves whose group order is known here, by OpenSSL's names. */
export type Curve = 'prime256v1' | 'secp384r1';

interface GroupOrder {
  readonly octets: number;
  readonly order: bigint;
  readonly half: Buffer;
}

const groupOrder = (octets: number, hex: string): GroupOrder => {
  const order = BigInt(`0x${hex}`);
  return { octets, order, half: Buffer.from((order >> 1n).toString(16).padStart(octets * 2, '0'), 'hex') };
};

const orders: Readonly<Record<Curve, GroupOrder>> = {
  prime256v1: groupOrder(32, 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
  secp384r1: groupOrder(
    48,
    'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
  ),
};

/** R and S of an ECDSA signature as padded magnitudes. */
const parts = (der: Uint8Array, octets: number): { r: Buffer; s: Buffer } => {
  const [r, s, ...rest] = derChildren(readSingleDer(asBuffer(der), tag.sequence, 'signature').content);
  if (!r || !s || rest.length > 0) throw new WireError('signature: not a pair of integers');
  return { r: magnitude(r, octets), s: magnitude(s, octets) };
};

const magnitude = (element: { tag: number; content: Buffer }, octets: number): Buffer => {
  const [first, second] = element.content;
  if (element.tag !== tag.integer || first === undefined || first & 0x80) {
    throw new WireError('signature: not a positive integer');
  }
  if (first === 0 && second !== undefined && !(second & 0x80)) throw new WireError('signature: integer is not minimal');
  const trimmed = first === 0 ? element.content.subarray(1) : element.content;
  if (trimmed.length === 0 || trimmed.length > octets) throw new WireError('signature: integer out of range');
  return Buffer.concat([Buffer.alloc(octets - trimmed.length), trimmed]);
};

/**
 * True when S of the DER signature is at most half the group order, the only form Fabric accepts.
 * Bytes that are no signature at all are not low either.
 */
export const isLowS = (der: Uint8Array, curve: Curve = 'prime256v1'): boolean => {
  const { octets, half } = orders[curve];
  try {
    return parts(der, octets).s.compare(half) <= 0;
  } catch {
    return false;
  }
};

/**
 * The same signature with S in the lower half; both forms verify, OpenSSL gives either.
 * @throws WireError where the bytes are no DER signature
 */
export const toLowS = (der: Uint8Array, curve: Curve = 'prime256v1'): Buffer => {
  const { octets, order, half } = orders[curve];
  const { r, s } = parts(der, octets);
  if (s.compare(half) <= 0) return asBuffer(der);
  const low = (order - BigInt(`0x${s.toString('hex')}`)).toString(16).padStart(octets * 2, '0');
  return writeDer(tag.sequence, writeDerInteger(r), writeDerInteger(Buffer.from(low, 'hex')));
};
