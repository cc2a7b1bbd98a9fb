import { webcrypto } from 'node:crypto';
import { base64url } from 'jose';
import { concatKdf } from './concat-kdf.ts';
import { decryptContent, encryptContent } from './content-cipher.ts';
import type { SealedContent } from './envelope.ts';
import * as node from './platform/node.ts';
import * as web from './platform/web.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const bytes = (text: string): Bytes => Uint8Array.from(base64url.decode(text));
const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const FRODO =
  'You can trust us to stick with you through thick and thin\u2013to the bitter end. And you can trust us to keep any ' +
  'secret of yours\u2013closer than you keep it yourself. But you cannot trust us to let you face trouble alone, and go ' +
  'off without a word. We are your friends, Frodo.';

/** P-384, which the vectors of RFC 7520 use: what the two keys agree on. */
async function agreedOnP384(
  own: { x: string; y: string; d: string },
  theirs: { x: string; y: string },
): Promise<Bytes> {
  const ecdh = { name: 'ECDH', namedCurve: 'P-384' };
  const jwk = { kty: 'EC', crv: 'P-384' };
  const [privateKey, publicKey] = await Promise.all([
    webcrypto.subtle.importKey('jwk', { ...jwk, ...own }, ecdh, false, ['deriveBits']),
    webcrypto.subtle.importKey('jwk', { ...jwk, ...theirs }, ecdh, false, []),
  ]);
  return new Uint8Array(await webcrypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 384));
}

const PEREGRIN = {
  x: 'YU4rRUzdmVqmRtWOs2OpDE_T5fsNIodcG8G5FWPrTPMyxpzsSOGaQLpe2FpxBmu2',
  y: 'A8-yxCHxkfBz3hKZfI1jUYMjUhsEveZ9THuwFjH2sCNdtksRJU7D5-SkgaFL1ETP',
  d: 'iTx2pk7wW-GqJkHcEkFQb2EFyYcO7RugmaW3mRrQVAOUiPommT0IdnYK2xDlZh-j',
};

describe('RFC 7518, appendix C', () => {
  const alice = {
    kty: 'EC',
    crv: 'P-256',
    x: 'gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0',
    y: 'SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps',
    d: '0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo',
  };
  const bob = {
    x: 'weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ',
    y: 'e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck',
  };

  it.each([
    ['Node’s cryptography', node],
    ['WebCrypto', web],
  ])('derives the key of the example by %s', async (_, platform) => {
    const ecdh = { name: 'ECDH', namedCurve: 'P-256' };
    const own = await webcrypto.subtle.importKey('jwk', alice, ecdh, false, ['deriveBits']);
    const agreed = await platform.agree(own, bob);
    const info = { algorithm: 'A128GCM', bits: 128, partyU: utf8('Alice'), partyV: utf8('Bob') };
    expect(base64url.encode(await concatKdf(agreed, info))).toBe('VqqN6vgjbSBcIijNcacQGg');
  });
});

describe('RFC 7520', () => {
  it('5.4: agrees on a wrapping key, and opens the content', async () => {
    const epk = {
      x: 'uBo4kHPw6kbjx5l0xowrd_oYzBmaz-GKFZu4xAFFkbYiWgutEK6iuEDsQ6wNdNg3',
      y: 'sp3p5SGhZVC2faXumI-e9JU2Mo8KpoYrFDr5yPNVtW4PgEwZOyQTA-JdaY8tb7E0',
    };
    const wrapping = await concatKdf(await agreedOnP384(PEREGRIN, epk), { algorithm: 'ECDH-ES+A128KW', bits: 128 });
    const key = await unwrap(wrapping, bytes('0DJjBXri_kBcC46IkU5_Jk9BqaQeHdv2'));
    expect(base64url.encode(key)).toBe('Nou2ueKlP70ZXDbq9UrRwg');
  });

  it('5.13: opens the wrap of the second recipient (ECDH-ES+A256KW)', async () => {
    const epk = {
      x: 'Uzdvk3pi5wKCRc1izp5_r0OjeqT-I68i8g2b8mva8diRhsE2xAn2DtMRb25Ma2CX',
      y: 'VDrRyFJh-Kwd1EjAgmj5Eo-CTHAZ53MC7PjjpLioy3ylEjI1pOMbw91fzZ84pbfm',
    };
    const wrapping = await concatKdf(await agreedOnP384(PEREGRIN, epk), { algorithm: 'ECDH-ES+A256KW', bits: 256 });
    const wrapped = bytes('ExInT0io9BqBMYF6-maw5tZlgoZXThD1zWKsHixJuw_elY4gSSId_w');
    for (const { unwrapBytes, wrapBytes } of [node, web]) {
      const key = await unwrapBytes(wrapping, wrapped);
      expect(base64url.encode(key)).toBe('zXayeJ4gvm8NJr3IUInyokTUO-LbQNKEhe_zWlYbdpQ');
      expect(await wrapBytes(wrapping, key)).toEqual(wrapped);
    }
  });

  it('5.10: seals and opens content with additional data', async () => {
    const key = bytes('75m1ALsYv10pZTKPWrsqdg');
    const sealed: SealedContent = {
      protected:
        'eyJhbGciOiJBMTI4S1ciLCJraWQiOiI4MWIyMDk2NS04MzMyLTQzZDktYTQ2OC04MjE2MGFkOTFhYzgiLCJlbmMiOiJBMTI4R0NNIn0',
      aad: 'WyJ2Y2FyZCIsW1sidmVyc2lvbiIse30sInRleHQiLCI0LjAiXSxbImZuIix7fSwidGV4dCIsIk1lcmlhZG9jIEJyYW5keWJ1Y2siXSxbIm4iLHt9LCJ0ZXh0IixbIkJyYW5keWJ1Y2siLCJNZXJpYWRvYyIsIk1yLiIsIiJdXSxbImJkYXkiLHt9LCJ0ZXh0IiwiVEEgMjk4MiJdLFsiZ2VuZGVyIix7fSwidGV4dCIsIk0iXV1d',
      iv: 'veCx9ece2orS7c_N',
      ciphertext:
        'Z_3cbr0k3bVM6N3oSNmHz7Lyf3iPppGf3Pj17wNZqteJ0Ui8p74SchQP8xygM1oFRWCNzeIa6s6BcEtp8qEFiqTUEyiNkOWDNoF14T_4NFqF-p2Mx8zkbKxI7oPK8KNarFbyxIDvICNqBLba-v3uzXBdB89fzOI-Lv4PjOFAQGHrgv1rjXAmKbgkft9cB4WeyZw8MldbBhc-V_KWZslrsLNygon_JJWd_ek6LQn5NRehvApqf9ZrxB4aq3FXBxOxCys35PhCdaggy2kfUfl2OkwKnWUbgXVD1C6HxLIlqHhCwXDG59weHrRDQeHyMRoBljoV3X_bUTJDnKBFOod7nLz-cj48JMx3SnCZTpbQAkFV',
      tag: 'vOaH_Rajnpy_3hOtqvZHRA',
    };
    expect(new TextDecoder().decode(await decryptContent(sealed, key))).toBe(FRODO);
    const secrets = { key, nonce: bytes(sealed.iv) };
    await expect(encryptContent(utf8(FRODO), secrets, sealed.protected, sealed.aad)).resolves.toEqual(sealed);
  });
});

/** AES-128 key wrap, which the product itself does not use. */
async function unwrap(wrapping: Bytes, wrapped: Bytes): Promise<Uint8Array> {
  const { subtle } = webcrypto;
  const kek = await subtle.importKey('raw', wrapping, 'AES-KW', false, ['unwrapKey']);
  const key = await subtle.unwrapKey('raw', wrapped, kek, 'AES-KW', 'AES-GCM', true, ['decrypt']);
  return new Uint8Array(await subtle.exportKey('raw', key));
}
