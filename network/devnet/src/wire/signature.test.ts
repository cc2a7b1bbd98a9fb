import { createSign, generateKeyPairSync, verify } from 'node:crypto';
import fc from 'fast-check';
import { readSingleDer, derChildren, tag, writeDer, writeDerInteger } from './der';
import { WireError } from './errors';
import { isLowS, toLowS, type Curve } from './signature';

const orders: Record<Curve, bigint> = {
  prime256v1: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  secp384r1: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
};

/** The signature's other form: S taken from the group order. */
const mirrored = (der: Buffer, curve: Curve): Buffer => {
  const [r, s] = derChildren(readSingleDer(der, tag.sequence, 'signature').content);
  const other = (orders[curve] - BigInt(`0x${s!.content.toString('hex')}`)).toString(16);
  return writeDer(
    tag.sequence,
    r!.raw,
    writeDerInteger(Buffer.from(other.padStart(other.length + (other.length % 2), '0'), 'hex')),
  );
};

describe.each(['prime256v1', 'secp384r1'] as const)('signatures on %s', (curve) => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: curve });

  it('have one low form, which verifies', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (message) => {
        const signature = createSign('sha256').update(message).sign(privateKey);
        const other = mirrored(signature, curve);
        expect([isLowS(signature, curve), isLowS(other, curve)].sort()).toEqual([false, true]);
        expect(toLowS(signature, curve).equals(toLowS(other, curve))).toBe(true);
        expect(isLowS(toLowS(signature, curve), curve)).toBe(true);
        expect(verify('sha256', message, publicKey, toLowS(signature, curve))).toBe(true);
      }),
    );
  });
});

describe('bytes that are no signature', () => {
  it('are not low, and cannot be made so', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
        expect(isLowS(bytes)).toBe(false);
        expect(() => toLowS(bytes)).toThrow(WireError);
      }),
    );
  });

  it.each([
    ['of three integers', '3009020101020101020101'],
    ['of a negative integer', '30060201ff020101'],
    ['of a padded integer', '3007020200010201 01'.replace(' ', '')],
    ['with something after it', '300602010102010100'],
  ])('%s', (_, hex) => {
    expect(isLowS(Buffer.from(hex, 'hex'))).toBe(false);
  });
});
