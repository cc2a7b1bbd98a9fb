import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import {
  canonicalJson,
  keyId,
  mspOf,
  type ActorId,
  type KeyProof,
  type KeyView,
  type PublicJwk,
  type RegisterKeyCommand,
  type RetireKeyCommand,
} from '../api';
import type { Actor } from './actor';
import { refuse, refuseInput } from './refusal';

/** The organisation of an owner: a person's, or the organisation that owns it. */
export const organisationOf = (owner: string): string => (owner.includes(':') ? mspOf(owner as ActorId) : owner);

/** @throws Refusal ACCESS_RELATION unless the caller may register or retire keys of this owner */
export function checkOwner({ owner, use }: Pick<RegisterKeyCommand, 'owner' | 'use'>, caller: Actor): void {
  const own = caller.role === 'registrar' ? caller.mspId : caller.id;
  if (owner !== own) refuse('ACCESS_RELATION');
  if (use === 'emergency' && caller.role !== 'registrar') refuseInput('/use', 'organisation-only');
}

/** SHA-256 thumbprint of RFC 7638, base64url. */
export function thumbprint({ crv, kty, x, y }: PublicJwk): string {
  return createHash('sha256').update(canonicalJson({ crv, kty, x, y })).digest('base64url');
}

/**
 * A key that its owner has shown to hold. Signing once with a key of key agreement is what NIST SP 800-57 part 1
 * (5.2) lets a proof of possession do, and nothing else.
 * @throws Refusal KEY_VERSION or KEY_PROOF
 */
export function registerKey(
  { owner, use, version, jwk, proof }: RegisterKeyCommand,
  latest: KeyView | undefined,
  channel: string,
  now: number,
): KeyView {
  const expected = (latest?.version ?? 0) + 1;
  if (version !== expected) refuse('KEY_VERSION', { version: expected - 1 });
  if (!isPossessed({ channel, owner, use, version, thumbprint: thumbprint(jwk) }, jwk, proof)) refuse('KEY_PROOF');
  return {
    id: keyId(owner, use, version),
    owner,
    use,
    version,
    jwk: { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y },
    status: 'active',
    registeredAt: now,
    updatedAt: now,
  };
}

function isPossessed(claim: KeyProof, jwk: PublicJwk, proof: string): boolean {
  try {
    const key = createPublicKey({ key: { ...jwk } as JsonWebKey, format: 'jwk' });
    const signature = Buffer.from(proof, 'base64url');
    return verify('sha256', Buffer.from(canonicalJson(claim)), { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    // Not a point of the curve.
    return false;
  }
}

/** A key in another status; `lost` and `retired` are for good, but a retired key can be lost later. */
export function retireKey(key: KeyView, { status }: Pick<RetireKeyCommand, 'status'>, now: number): KeyView {
  const from = status === 'lost' ? ['active', 'retired'] : ['active'];
  if (!from.includes(key.status)) refuse('KEY_STATUS', { status: key.status });
  return { ...key, status, updatedAt: now };
}
