import { createHash } from 'node:crypto';
import { actorId, PATTERNS } from '@rxledger/chaincode/api';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { PersonIdentity } from '../identity/person-identity';
import type { Authenticator } from './authentication';
import type { Caller } from './caller';
import { Problem } from './problem';

/** Claim that names the member organisation of the token's person, as its MSP id. */
export const ORGANISATION_CLAIM = 'rx_msp';

const ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'];
/** Seconds the issuer's clock may differ from ours. */
const TOLERANCE = 5;
/** Verified tokens remembered at once. */
const REMEMBERED = 20_000;

const ENROLMENT_ID = new RegExp(PATTERNS.enrolmentId);

export interface TokenSettings {
  readonly mspId: string;
  readonly issuer: string;
  readonly audience: string;
  /** Finds the issuer's public key for a token: a JWKS. */
  readonly keys: JWTVerifyGetKey;
  readonly identities: Identities;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What authentication needs of the identity store. */
interface Identities {
  peek(enrolmentId: string): PersonIdentity | undefined;
  /** Rejects with a `Problem` where there is none. */
  find(enrolmentId: string): Promise<PersonIdentity>;
}

interface Verified {
  readonly caller: Caller;
  readonly identity: PersonIdentity;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/**
 * Tokens of one OIDC issuer: `sub` is the enrolment id, `rx_msp` the organisation. A token is verified once and then
 * known by its hash until it ends, for as long as the person's identity is the one it was verified with.
 */
export class TokenAuthenticator implements Authenticator {
  readonly #verified = new Map<string, Verified>();

  constructor(private readonly settings: TokenSettings) {}

  authenticate(token: string): Caller | Promise<Caller> {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.#verified.get(hash);
    if (known === undefined) return this.#verify(token, hash);
    const isCurrent = this.settings.identities.peek(known.caller.enrolmentId) === known.identity;
    if (isCurrent && this.settings.now() < known.until) return known.caller;
    this.#verified.delete(hash);
    return this.#verify(token, hash);
  }

  async #verify(token: string, hash: string): Promise<Caller> {
    const claims = await this.#claims(token);
    const { mspId, identities } = this.settings;
    const organisation = claims[ORGANISATION_CLAIM];
    if (typeof organisation !== 'string' || claims.sub === undefined || !ENROLMENT_ID.test(claims.sub)) {
      throw new Problem('ACCESS_UNAUTHENTICATED');
    }
    if (organisation !== mspId) throw new Problem('ACCESS_FOREIGN_ORGANISATION');
    const identity = await identities.find(claims.sub);
    const caller: Caller = {
      actor: actorId(mspId, claims.sub),
      mspId,
      enrolmentId: claims.sub,
      role: identity.role,
    };
    this.#remember(hash, { caller, identity, until: (claims.exp ?? 0) * 1000 });
    return caller;
  }

  async #claims(token: string): Promise<JWTPayload> {
    const { issuer, audience, keys, now } = this.settings;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: TOLERANCE,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(now()),
      });
      return payload;
    } catch (cause) {
      if (isTokenFault(cause)) throw new Problem('ACCESS_UNAUTHENTICATED', {}, { cause });
      // The issuer's keys could not be fetched: the token may be good.
      throw new Problem('GATEWAY_INTERNAL', { retryAfterSeconds: 5 }, { cause });
    }
  }

  #remember(hash: string, verified: Verified): void {
    const oldest = this.#verified.size >= REMEMBERED ? this.#verified.keys().next().value : undefined;
    if (oldest !== undefined) this.#verified.delete(oldest);
    this.#verified.set(hash, verified);
  }
}

const ISSUER_FAULTS = [errors.JWKSTimeout, errors.JWKSInvalid];

const isTokenFault = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  error.code !== 'ERR_JOSE_GENERIC' &&
  !ISSUER_FAULTS.some((kind) => error instanceof kind);
