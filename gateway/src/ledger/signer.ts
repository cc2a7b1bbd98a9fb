import { sign, type KeyObject } from 'node:crypto';

/** Who signs, and with what: an X.509 certificate of a member's authority and its P-256 key. */
export interface SigningIdentity {
  readonly mspId: string;
  /** PEM. */
  readonly certificate: string;
  readonly privateKey: KeyObject;
}

/** Finds the key of a person; rejects with a `Problem` where this gateway has none. */
export interface Signers {
  of(enrolmentId: string): SigningIdentity | Promise<SigningIdentity>;
}

/** Order of P-256, and half of it: Fabric refuses the larger of a signature's two forms (low-S). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HALF = Buffer.from((ORDER >> 1n).toString(16).padStart(64, '0'), 'hex');

/** ECDSA over SHA-256 of the message, DER, low-S: what Fabric verifies. */
export function signMessage(key: KeyObject, message: Uint8Array): Buffer {
  const raw = sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' });
  return derSignature(raw.subarray(0, 32), lowS(raw.subarray(32)));
}

function lowS(s: Buffer): Buffer {
  if (Buffer.compare(s, HALF) <= 0) return s;
  return Buffer.from((ORDER - BigInt(`0x${s.toString('hex')}`)).toString(16).padStart(64, '0'), 'hex');
}

/** SEQUENCE { INTEGER r, INTEGER s } from two unsigned 32-byte numbers. */
function derSignature(r: Buffer, s: Buffer): Buffer {
  const left = derInteger(r);
  const right = derInteger(s);
  return Buffer.concat([Buffer.from([0x30, left.length + right.length]), left, right]);
}

function derInteger(unsigned: Buffer): Buffer {
  let start = 0;
  while (start < unsigned.length - 1 && unsigned[start] === 0) start += 1;
  const digits = unsigned.subarray(start);
  const padding = digits[0]! >= 0x80 ? [0] : [];
  return Buffer.concat([Buffer.from([0x02, digits.length + padding.length, ...padding]), digits]);
}
