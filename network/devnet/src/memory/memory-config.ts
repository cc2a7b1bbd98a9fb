import type { common, msp } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../config/channel-config';
import { loadChannelConfig } from '../config/load-config';
import type { Identity } from '../identity/identity';

const trusted = new WeakMap<Identity, Identity>();

/** The same identity, whose every signature holds: memory mode has none. */
function trust(identity: Identity): Identity {
  let known = trusted.get(identity);
  if (known === undefined) {
    known = Object.assign(Object.create(identity) as Identity, { verify: () => true });
    trusted.set(identity, known);
  }
  return known;
}

/** A channel's configuration with real MSPs and policies, which takes every signature for good. */
export class MemoryConfig implements ChannelConfig {
  private readonly real: ChannelConfig;

  constructor(
    readonly channel: string,
    readonly config: common.Config,
  ) {
    this.real = loadChannelConfig(channel, config);
  }

  get sequence(): number {
    return this.real.sequence;
  }

  get organisations(): readonly string[] {
    return this.real.organisations;
  }

  get orderers(): readonly string[] {
    return this.real.orderers;
  }

  identity(serialised: Uint8Array, at?: Date): Identity {
    return trust(this.real.identity(serialised, at));
  }

  satisfiesPrincipal(identity: Identity, principal: msp.MSPPrincipal): boolean {
    return this.real.satisfiesPrincipal(identity, principal);
  }

  checkPolicy(path: string, signers: readonly Identity[]): void {
    this.real.checkPolicy(path, signers);
  }

  satisfies(applicationPolicy: Uint8Array, signers: readonly Identity[]): boolean {
    return this.real.satisfies(applicationPolicy, signers);
  }

  satisfiesSignaturePolicy(envelope: Uint8Array, signers: readonly Identity[]): boolean {
    return this.real.satisfiesSignaturePolicy(envelope, signers);
  }

  endorsingSets(applicationPolicy: Uint8Array): readonly (readonly string[])[] {
    return this.real.endorsingSets(applicationPolicy);
  }

  endorsingSetsOfSignaturePolicy(envelope: Uint8Array): readonly (readonly string[])[] {
    return this.real.endorsingSetsOfSignaturePolicy(envelope);
  }
}
