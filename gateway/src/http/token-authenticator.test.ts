import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { testIdentity } from '../../test/test-identity';
import { personIdentity, type PersonIdentity } from '../identity/person-identity';
import { Problem } from './problem';
import { TokenAuthenticator } from './token-authenticator';

const ISSUER = 'http://issuer.example';

describe('tokens', () => {
  let key: CryptoKey;
  let other: CryptoKey;
  let keys: ReturnType<typeof createLocalJWKSet>;
  let people: Map<string, PersonIdentity>;
  let found: number;
  let now: number;
  let authenticator: TokenAuthenticator;

  beforeAll(async () => {
    const pair = await generateKeyPair('ES256');
    key = pair.privateKey;
    other = (await generateKeyPair('ES256')).privateKey;
    keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' }] });
  });
  beforeEach(() => {
    now = Date.now();
    found = 0;
    people = new Map([['physician-1', personIdentity('physician-1', testIdentity({ role: 'physician' }))]]);
    authenticator = new TokenAuthenticator({
      mspId: 'HospitalMSP',
      issuer: ISSUER,
      audience: 'rxledger',
      keys,
      identities: {
        peek: (id) => people.get(id),
        find: async (id) => {
          found += 1;
          const person = people.get(id);
          if (person === undefined) throw new Problem('ACCESS_UNKNOWN_ACTOR');
          return person;
        },
      },
      now: () => now,
    });
  });

  const token = ({
    claims = {},
    issuer = ISSUER,
    audience = 'rxledger',
    subject = 'physician-1',
    lifetime = 60,
    signer = key,
  }: {
    claims?: object;
    issuer?: string;
    audience?: string;
    subject?: string;
    lifetime?: number;
    signer?: CryptoKey;
  } = {}): Promise<string> =>
    new SignJWT({ rx_msp: 'HospitalMSP', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(subject)
      .setExpirationTime(Math.floor(now / 1000) + lifetime)
      .sign(signer);

  it('make a caller of the person and the role in the certificate', async () => {
    await expect(authenticator.authenticate(await token())).resolves.toEqual({
      actor: 'HospitalMSP:physician-1',
      mspId: 'HospitalMSP',
      enrolmentId: 'physician-1',
      role: 'physician',
    });
  });

  it('take the role from the certificate, never from the token', async () => {
    const caller = await authenticator.authenticate(
      await token({ claims: { role: 'registrar', 'rx.role': 'registrar' } }),
    );
    expect(caller.role).toBe('physician');
  });

  it('are verified once and then known until they end', async () => {
    const text = await token();
    await authenticator.authenticate(text);
    expect(authenticator.authenticate(text)).not.toBeInstanceOf(Promise);
    expect(found).toBe(1);
    now += 61_000 + 5000;
    await expect(authenticator.authenticate(text)).rejects.toMatchObject({ code: 'ACCESS_UNAUTHENTICATED' });
  });

  it('stop working once the person’s identity is gone, and follow a new one', async () => {
    const text = await token();
    await authenticator.authenticate(text);
    people.set('physician-1', personIdentity('physician-1', testIdentity({ role: 'clerk' })));
    await expect(authenticator.authenticate(text)).resolves.toMatchObject({ role: 'clerk' });
    people.clear();
    await expect(authenticator.authenticate(text)).rejects.toMatchObject({ code: 'ACCESS_UNKNOWN_ACTOR' });
  });

  it.each([
    ['of another issuer', { issuer: 'http://evil.example' }, 'ACCESS_UNAUTHENTICATED'],
    ['for another audience', { audience: 'bank' }, 'ACCESS_UNAUTHENTICATED'],
    ['that are past their time', { lifetime: -30 }, 'ACCESS_UNAUTHENTICATED'],
    ['of an organisation that is not this one', { claims: { rx_msp: 'CentreMSP' } }, 'ACCESS_FOREIGN_ORGANISATION'],
    ['without an organisation', { claims: { rx_msp: undefined } }, 'ACCESS_UNAUTHENTICATED'],
    ['for a name with a path in it', { subject: '../physician-1' }, 'ACCESS_UNAUTHENTICATED'],
    ['of a person without an identity here', { subject: 'physician-9' }, 'ACCESS_UNKNOWN_ACTOR'],
  ])('are refused %s', async (_title, wish, code) => {
    await expect(authenticator.authenticate(await token(wish))).rejects.toMatchObject({ code });
  });

  it('are refused with another key, another algorithm, or none', async () => {
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await token()).split('.')[1]}.`;
    const hmac = await new SignJWT({ rx_msp: 'HospitalMSP' })
      .setProtectedHeader({ alg: 'HS256', kid: 'k' })
      .setIssuer(ISSUER)
      .setAudience('rxledger')
      .setSubject('physician-1')
      .setExpirationTime('1 h')
      .sign(Buffer.alloc(32, 1));
    for (const text of [await token({ signer: other }), unsigned, hmac, 'a.b.c', 'x']) {
      await expect(authenticator.authenticate(text)).rejects.toMatchObject({ code: 'ACCESS_UNAUTHENTICATED' });
    }
  });

  it('may be good where the issuer’s keys cannot be had', async () => {
    const cut = new TokenAuthenticator({
      mspId: 'HospitalMSP',
      issuer: ISSUER,
      audience: 'rxledger',
      keys: async () => {
        throw new TypeError('fetch failed');
      },
      identities: { peek: () => undefined, find: () => Promise.reject(new Error('not asked')) },
      now: () => now,
    });
    await expect(cut.authenticate(await token())).rejects.toMatchObject({ code: 'GATEWAY_INTERNAL' });
  });
});
