import type { Command } from './command';
import type { PublicJwk } from './envelope';

/** `encryption`: what is written for the owner; `emergency`: held by members for the cases of other hospitals. */
export const KEY_USES = ['encryption', 'emergency'] as const;
export type KeyUse = (typeof KEY_USES)[number];

export const KEY_STATUSES = ['active', 'retired', 'lost'] as const;
export type KeyStatus = (typeof KEY_STATUSES)[number];

/** A public key of a person (actor id) or an organisation (MSP id); public. */
export interface KeyView {
  /** `<owner>/<use>/<version>`. */
  readonly id: string;
  readonly owner: string;
  readonly use: KeyUse;
  readonly version: number;
  readonly jwk: PublicJwk;
  readonly status: KeyStatus;
  readonly registeredAt: number;
  readonly updatedAt: number;
}

export const keyId = (owner: string, use: KeyUse, version: number): string => `${owner}/${use}/${version}`;

/** The owner that a key id names. */
export const ownerOfKey = (id: string): string => id.slice(0, id.indexOf('/'));

/** What the proof of possession signs, as canonical JSON: ECDSA P-256 with SHA-256 by the key itself. */
export interface KeyProof {
  readonly channel: string;
  readonly owner: string;
  readonly use: KeyUse;
  readonly version: number;
  /** SHA-256 thumbprint of RFC 7638, base64url. */
  readonly thumbprint: string;
}

/**
 * A person for themselves; a registrar for the organisation, whose id is then the owner. The version before is retired.
 * `version` is the one after the latest, 1 for the first.
 */
export interface RegisterKeyCommand extends Command {
  readonly owner: string;
  readonly use: KeyUse;
  readonly version: number;
  readonly jwk: PublicJwk;
  /** Signature over `KeyProof`: r and s, 64 bytes, base64url (as JOSE and WebCrypto write it). */
  readonly proof: string;
}

/** Nothing is to be wrapped for it any more. `lost`: nor can its owner open what was. */
export interface RetireKeyCommand extends Command {
  readonly owner: string;
  readonly use: KeyUse;
  readonly version: number;
  readonly status: 'retired' | 'lost';
}

export interface KeysQuery {
  readonly owner: string;
}
