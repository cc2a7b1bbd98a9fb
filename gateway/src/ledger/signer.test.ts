import { createVerify, generateKeyPairSync } from 'node:crypto';
import { signMessage } from './signer';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const integers = (signature: Buffer): readonly bigint[] => {
  const left = signature.subarray(4, 4 + signature[3]!);
  const right = signature.subarray(4 + signature[3]! + 2);
  return [left, right].map((bytes) => BigInt(`0x${bytes.toString('hex')}`));
};

describe('a signature', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

  it('verifies and is always the lower of the two forms, in shortest DER', () => {
    for (let count = 0; count < 500; count += 1) {
      const message = Buffer.from(`message ${count}`);
      const signature = signMessage(privateKey, message);
      expect(createVerify('sha256').update(message).verify(publicKey, signature)).toBe(true);
      const [r, s] = integers(signature);
      expect(s! <= ORDER >> 1n).toBe(true);
      expect(r! > 0n).toBe(true);
      expect(signature[1]).toBe(signature.length - 2);
    }
  });
});
