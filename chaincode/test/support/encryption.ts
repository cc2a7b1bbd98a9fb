import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import {
  canonicalJson,
  keyId,
  type Envelope,
  type EnvelopeBinding,
  type KeyUse,
  type PublicJwk,
  type Wrap,
} from '../../src/api';
import type { Call, Consortium } from './consortium';
import { registrarOf, type Person } from './people';

/** The channel of the tests. */
export const CHANNEL = 'memory';

const base64url = (value: unknown): string => Buffer.from(canonicalJson(value)).toString('base64url');

export interface KeyPair {
  readonly jwk: PublicJwk;
  readonly privateKey: KeyObject;
}

export function drawKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  return { jwk: { kty, crv, x, y } as PublicJwk, privateKey };
}

const thumbprintOf = ({ crv, kty, x, y }: PublicJwk): string =>
  createHash('sha256').update(`{"crv":"${crv}","kty":"${kty}","x":"${x}","y":"${y}"}`).digest('base64url');

/** A proof of possession; what it says can be changed, to make a wrong one. */
export function prove(pair: KeyPair, owner: string, use: KeyUse, version: number, channel = CHANNEL): string {
  const claim = { channel, owner, use, version, thumbprint: thumbprintOf(pair.jwk) };
  const key = { key: pair.privateKey, dsaEncoding: 'ieee-p1363' as const };
  return sign('sha256', Buffer.from(canonicalJson(claim)), key).toString('base64url');
}

/** Registers a key: a person's, or with a registrar the organisation's. */
export function registerKeyCall(
  as: Person,
  change: Record<string, unknown> = {},
  use: KeyUse = 'encryption',
  version = 1,
  pair = drawKeyPair(),
): Call {
  const owner = as.role === 'registrar' ? as.mspId : as.id;
  const command = { owner, use, version, jwk: pair.jwk, proof: prove(pair, owner, use, version), ...change };
  const witness = as.mspId === 'CentreMSP' ? 'HospitalMSP' : 'CentreMSP';
  return { as, name: 'patient:RegisterKey', command, endorsers: [as.mspId, witness] };
}

/** The hospital's key, and emergency keys of two other members. */
export async function registerOrganisationKeys(consortium: Consortium): Promise<void> {
  await consortium.must(registerKeyCall(registrarOf('HospitalMSP')));
  for (const mspId of ['CentreMSP', 'PharmacyMSP']) {
    await consortium.must(registerKeyCall(registrarOf(mspId), {}, 'encryption'));
    await consortium.must(registerKeyCall(registrarOf(mspId), {}, 'emergency'));
  }
}

export const encryptionKeyOf = (owner: string): string => keyId(owner, 'encryption', 1);
export const emergencyKeyOf = (mspId: string): string => keyId(mspId, 'emergency', 1);

const draw = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** A wrap of the right form; contracts see ciphertext only, so that random bytes do. */
export const wrapFor = (kid: string): Wrap => ({
  header: { kid, epk: { kty: 'EC', crv: 'P-256', x: draw(32), y: draw(32) } },
  encrypted_key: draw(40),
});

/** An envelope of the right form, for a place and some keys. */
export const envelopeFor = (
  binding: Omit<EnvelopeBinding, 'channel'>,
  kids: readonly string[],
  ciphertext = draw(200),
): Envelope => ({
  protected: base64url({ alg: 'ECDH-ES+A256KW', ckc: draw(32), enc: 'A256GCM' }),
  aad: base64url({ channel: CHANNEL, ...binding }),
  iv: draw(12),
  ciphertext,
  tag: draw(16),
  recipients: kids.map(wrapFor),
});
