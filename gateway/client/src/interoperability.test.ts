import { base64url, GeneralEncrypt, generalDecrypt, importJWK } from 'jose';
import nodeJose from 'node-jose';
import { createParty, CONTEXT, text, type Party } from '../test/support.ts';
import { aadOf } from './context.ts';
import { decryptContent } from './content-cipher.ts';
import type { SealedContent } from './envelope.ts';
import { open, seal, withWraps, wrapFor, type Wrap } from './index.ts';
import * as node from './platform/node.ts';
import * as web from './platform/web.ts';

const CONTENT = Buffer.from('{"note":"é"}');

/** Opens what another implementation made: a JWE of the same algorithms, without what is ours beside them. */
async function openTheirs(jwe: SealedContent & { readonly recipients: readonly Wrap[] }, { holder }: Party) {
  const wrap = jwe.recipients.find(({ header }) => header.kid === holder.kid);
  return decryptContent(jwe, await holder.openWrap(wrap!));
}

describe('other implementations of JOSE', () => {
  let patient: Party;
  let hospital: Party;

  beforeAll(async () => {
    [patient, hospital] = await Promise.all([createParty(), createParty()]);
  });

  it.each([1, 2])('jose opens an envelope with %d recipients, and one that was wrapped again', async (recipients) => {
    const keys = [patient.publicKey, hospital.publicKey].slice(0, recipients);
    const envelope = await seal(CONTENT, CONTEXT, keys);
    const added = await createParty();
    const wraps = await wrapFor(envelope, patient.holder, [added.publicKey]);
    for (const { privateKey } of [patient, added]) {
      const key = await importJWK({ ...privateKey }, 'ECDH-ES+A256KW');
      const jwe = { ...withWraps(envelope, wraps), recipients: [...withWraps(envelope, wraps).recipients] };
      const result = await generalDecrypt(jwe, key);
      expect(text(result.plaintext)).toBe(CONTENT.toString());
      expect(text(result.additionalAuthenticatedData!)).toBe(text(base64url.decode(aadOf(CONTEXT))));
    }
  });

  it('node-jose opens an envelope', async () => {
    const envelope = await seal(CONTENT, CONTEXT, [patient.publicKey, hospital.publicKey]);
    for (const { privateKey, holder } of [patient, hospital]) {
      const key = await nodeJose.JWK.asKey({ ...privateKey, kid: holder.kid });
      const { plaintext } = await nodeJose.JWE.createDecrypt(key).decrypt(envelope);
      expect(text(plaintext)).toBe(CONTENT.toString());
    }
  });

  it('the content and wraps that jose makes are opened', async () => {
    const encrypt = new GeneralEncrypt(CONTENT)
      .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM' })
      .setAdditionalAuthenticatedData(base64url.decode(aadOf(CONTEXT)));
    for (const { publicKey, holder } of [patient, hospital]) {
      encrypt
        .addRecipient(await importJWK({ ...publicKey }, 'ECDH-ES+A256KW'))
        .setUnprotectedHeader({ kid: holder.kid });
    }
    const jwe = (await encrypt.encrypt()) as unknown as SealedContent & { recipients: Wrap[] };
    for (const party of [patient, hospital]) expect(text(await openTheirs(jwe, party))).toBe(CONTENT.toString());
  });

  it('the content and wraps that node-jose makes are opened', async () => {
    const recipients = await Promise.all(
      [patient, hospital].map(async ({ publicKey, holder }) => ({
        key: await nodeJose.JWK.asKey({ ...publicKey, kid: holder.kid }),
        header: { alg: 'ECDH-ES+A256KW' },
      })),
    );
    const options = { format: 'general', contentAlg: 'A256GCM', protect: ['enc'], aad: aadOf(CONTEXT) };
    const jwe = await nodeJose.JWE.createEncrypt(options, ...recipients)
      .update(CONTENT)
      .final();
    const theirs = { aad: aadOf(CONTEXT), ...jwe } as unknown as SealedContent & { recipients: Wrap[] };
    for (const party of [patient, hospital]) expect(text(await openTheirs(theirs, party))).toBe(CONTENT.toString());
  });

  it('Node’s cryptography and WebCrypto open each other’s, and answer the same', async () => {
    const [wrapping, secret] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const wrapped = await node.wrapBytes(wrapping, secret);
    expect(await web.wrapBytes(wrapping, secret)).toEqual(wrapped);
    expect(await web.unwrapBytes(wrapping, wrapped)).toEqual(secret);
    expect(await node.sha256(secret)).toEqual(await web.sha256(secret));
    const long = new Uint8Array(100_000).fill(5);
    expect(await node.sha256(long)).toEqual(await web.sha256(long));
    expect(await node.authenticate(secret, wrapping)).toEqual(await web.authenticate(secret, wrapping));
    expect(await node.deriveBytes(secret, wrapping, 44)).toEqual(await web.deriveBytes(secret, wrapping, 44));
    const [nonce, head] = [new Uint8Array(12).fill(3), new Uint8Array(7).fill(4)];
    for (const additional of [wrapping, undefined]) {
      const sealing = { key: secret, nonce, ...(additional === undefined ? {} : { additional }) };
      const sealed = await node.sealBytes(sealing, long, head);
      expect(await web.sealBytes(sealing, long, head)).toEqual(sealed);
      for (const platform of [node, web]) {
        expect(await platform.openBytes(sealing, sealed.slice(7))).toEqual(long);
        await expect(platform.openBytes(sealing, sealed)).rejects.toThrow();
        await expect(platform.openBytes(sealing, sealed.slice(-8))).rejects.toThrow();
      }
    }
    expect(await node.hashKeyed(secret, long)).toEqual(await web.hashKeyed(secret, long));
    const { ephemeral, agreed } = await web.agreeAnew(patient.publicKey);
    expect(await node.agree(patient.holder.key, ephemeral)).toEqual(agreed);
    const other = await node.agreeAnew(patient.publicKey);
    expect(await web.agree(patient.holder.key, other.ephemeral)).toEqual(other.agreed);
  });

  it('both refuse a point that is not on the curve', async () => {
    const off = { x: patient.publicKey.x, y: hospital.publicKey.y };
    for (const platform of [node, web]) {
      await expect(platform.agreeAnew(off)).rejects.toThrow();
      await expect(platform.agree(patient.holder.key, off)).rejects.toThrow();
    }
  });

  it('an envelope still opens as ours where theirs is put beside it', async () => {
    const envelope = await seal(CONTENT, CONTEXT, [patient.publicKey]);
    await expect(open({ ...envelope, unprotected: {} }, CONTEXT, patient.holder)).resolves.toHaveLength(CONTENT.length);
  });
});
