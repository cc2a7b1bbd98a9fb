/**
 * Why somebody's identity is refused.
 * - `malformed`: no identity can be made of the bytes, or its MSP is not of this channel
 * - `invalid`: its MSP does not vouch for it (chain, organisational unit, revocation)
 * - `expired`: valid otherwise
 */
export type IdentityFault = 'malformed' | 'invalid' | 'expired';

/** A serialised identity that the channel does not accept; the message has Fabric's words. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';

  constructor(
    readonly fault: IdentityFault,
    message: string,
    /** The MSP it claims; absent where not even that could be read. */
    readonly mspId?: string,
  ) {
    super(message);
  }
}

/** A policy that was not satisfied, does not exist or cannot be read; the message has Fabric's words. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}
