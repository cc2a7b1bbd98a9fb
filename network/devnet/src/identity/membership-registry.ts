import { msp } from '@hyperledger/fabric-protos';
import { BoundedCache } from '../wire/bounded-cache';
import { bytesKey } from '../wire/bytes';
import { decode } from '../wire/protobuf';
import { IdentityError } from './errors';
import type { Identity } from './identity';
import type { MemberIdentity } from './member-identity';
import type { Membership } from './membership';

const cachedIdentities = 20_000;

/** The MSPs of a channel. Identities are checked once and kept; a new configuration makes a new registry, so revocation takes effect. */
export class MembershipRegistry {
  readonly #accepted = new BoundedCache<string, MemberIdentity>(cachedIdentities);
  readonly #own = new WeakSet<Identity>();
  readonly #refused = new BoundedCache<string, IdentityError>(1000);

  constructor(private readonly memberships: ReadonlyMap<string, Membership>) {}

  /**
   * The identity behind `msp.SerializedIdentity` bytes.
   * @param at when given, an expired certificate is refused; Fabric asks for that of proposals and broadcasts, never of blocks
   * @throws IdentityError with Fabric's words
   */
  identity(serialised: Uint8Array, at?: Date): MemberIdentity {
    const key = bytesKey(serialised);
    const identity = this.#accepted.get(key) ?? this.#check(key, serialised);
    if (at && identity.isExpired(at)) throw new IdentityError('expired', 'identity expired', identity.mspId);
    return identity;
  }

  /** Somebody another configuration may have accepted, as this one sees them; undefined where it does not accept them. */
  member(identity: Identity): MemberIdentity | undefined {
    if (this.#own.has(identity)) return identity as MemberIdentity;
    try {
      return this.identity(identity.bytes);
    } catch (error) {
      if (error instanceof IdentityError) return undefined;
      throw error;
    }
  }

  #check(key: string, serialised: Uint8Array): MemberIdentity {
    const refusal = this.#refused.get(key);
    if (refusal) throw refusal;
    try {
      const identity = this.#resolve(serialised);
      this.#accepted.set(key, identity);
      this.#own.add(identity);
      return identity;
    } catch (error) {
      if (error instanceof IdentityError) this.#refused.set(key, error);
      throw error;
    }
  }

  #resolve(serialised: Uint8Array): MemberIdentity {
    const { mspId, pem } = readSerialised(serialised);
    const membership = this.memberships.get(mspId);
    if (!membership) throw new IdentityError('malformed', `MSP ${mspId} is not defined on channel`, mspId);
    // A copy: what is kept for long must not keep the whole message it came in.
    return membership.vouchFor(Buffer.from(serialised), pem);
  }
}

const readSerialised = (serialised: Uint8Array): { mspId: string; pem: Uint8Array } => {
  try {
    const message = decode(msp.SerializedIdentity, serialised);
    return { mspId: message.getMspid(), pem: message.getIdBytes_asU8() };
  } catch {
    throw new IdentityError('malformed', 'could not deserialize a SerializedIdentity');
  }
};
