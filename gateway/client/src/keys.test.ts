import { createPublicKey, verify } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { createParty } from '../test/support.ts';
import {
  canonicalJson,
  exportKey,
  generateKey,
  importKey,
  isProven,
  KeyInMemory,
  prove,
  publicKeyOf,
  readPrivateKey,
  readPublicKey,
  thumbprint,
} from './index.ts';

describe('an encryption key', () => {
  it('is named by the thumbprint of its public half (RFC 7638; the key and `jkt` of RFC 9449)', async () => {
    const key = {
      kty: 'EC',
      crv: 'P-256',
      x: 'l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs',
      y: '9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA',
    } as const;
    await expect(thumbprint(key)).resolves.toBe('0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I');
    const own = await generateKey();
    await expect(thumbprint(own)).resolves.toBe(await calculateJwkThumbprint(publicKeyOf(own)));
  });

  it('is read with nothing beside what belongs to it', async () => {
    const key = await generateKey();
    await expect(readPublicKey({ ...publicKeyOf(key), use: 'enc', kid: 'mine' })).resolves.toEqual(publicKeyOf(key));
    await expect(readPrivateKey({ ...key, key_ops: [] })).resolves.toEqual(key);
  });

  it('is refused with its private half where a public key belongs', async () => {
    await expect(readPublicKey(await generateKey())).rejects.toThrow('a private key stands where a public one belongs');
  });

  it.each([
    ['nothing', undefined],
    ['another curve', { kty: 'EC', crv: 'P-384' }],
    ['another kind', { kty: 'oct', k: 'AAAA' }],
    ['a point off the curve', { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) }],
    ['a short coordinate', { kty: 'EC', crv: 'P-256', x: 'AA', y: 'A'.repeat(43) }],
  ])('is not %s', async (_, value) => {
    await expect(readPublicKey(value)).rejects.toMatchObject({ kind: 'bad-key' });
    await expect(readPrivateKey(value)).rejects.toMatchObject({ kind: 'bad-key' });
  });

  it('is refused where its halves do not belong together', async () => {
    const [one, other] = await Promise.all([generateKey(), generateKey()]);
    const error = await readPrivateKey({ ...one, d: other.d }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'bad-key' });
    expect(String(error)).not.toContain(other.d);
  });

  it('cannot be taken out of memory again', async () => {
    const { key } = await KeyInMemory.from(await generateKey());
    await expect(crypto.subtle.exportKey('jwk', key)).rejects.toThrow(/extractable/i);
  });

  it('is exported under a password and comes back by it alone', async () => {
    const key = await generateKey();
    const exported = await exportKey(key, 'correct horse battery');
    expect(exported).not.toContain(key.d);
    await expect(importKey(exported, 'correct horse battery')).resolves.toEqual(key);
    await expect(importKey(exported, 'another long password')).rejects.toMatchObject({ kind: 'wrong-password' });
    await expect(exportKey(key, 'short')).rejects.toMatchObject({ kind: 'wrong-password' });
  });
});

describe('a proof of possession', () => {
  const registration = { channel: 'rx', owner: 'HospitalMSP:patient-1', use: 'encryption', version: 2 };

  it('holds for its key and registration, and for no other', async () => {
    const { privateKey, publicKey } = await createParty();
    const proof = await prove(privateKey, registration);
    await expect(isProven(publicKey, registration, proof)).resolves.toBe(true);
    for (const other of [{ channel: 'x' }, { owner: 'HospitalMSP:p-2' }, { use: 'emergency' }, { version: 3 }]) {
      await expect(isProven(publicKey, { ...registration, ...other }, proof)).resolves.toBe(false);
    }
    await expect(isProven((await createParty()).publicKey, registration, proof)).resolves.toBe(false);
    await expect(isProven(publicKey, registration, 'no proof')).resolves.toBe(false);
  });

  it('is ECDSA with SHA-256 over canonical JSON, as any other implementation can check', async () => {
    const { privateKey, publicKey } = await createParty();
    const proof = Buffer.from(await prove(privateKey, registration), 'base64url');
    const statement = Buffer.from(canonicalJson({ ...registration, thumbprint: await thumbprint(publicKey) }));
    const key = createPublicKey({ key: { ...publicKey }, format: 'jwk' });
    expect(verify('sha256', statement, { key, dsaEncoding: 'ieee-p1363' }, proof)).toBe(true);
  });
});
