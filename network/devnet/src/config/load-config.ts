import { common, peer, type msp } from '@hyperledger/fabric-protos';
import { leastSets } from '../identity/endorsing-sets';
import { IdentityError, PolicyError } from '../identity/errors';
import type { Identity } from '../identity/identity';
import type { MemberIdentity } from '../identity/member-identity';
import { MembershipRegistry } from '../identity/membership-registry';
import { principalTest } from '../identity/principal';
import { BoundedCache } from '../wire/bounded-cache';
import { bytesKey } from '../wire/bytes';
import { decode } from '../wire/protobuf';
import type { ChannelConfig } from './channel-config';
import { ConfigError } from './errors';
import { organisationGroups, readMemberships } from './organisation-groups';
import { identitySatisfies, peerSatisfies, signaturePolicy, type Policy } from './policy';
import { PolicyTree } from './policy-tree';

const rootPath = 'Channel';

const { SIGNATURE_POLICY, CHANNEL_CONFIG_POLICY_REFERENCE } = peer.ApplicationPolicy.TypeCase;

/** The configuration in use: what it says is compiled when first asked for and kept until the next configuration replaces it. */
export class LoadedConfig implements ChannelConfig {
  readonly sequence: number;
  readonly organisations: readonly string[];
  readonly orderers: readonly string[];
  readonly policies: PolicyTree;
  readonly #registry: MembershipRegistry;
  readonly #applicationPolicies = new BoundedCache<string, Policy>(512);
  readonly #signaturePolicies = new BoundedCache<string, Policy>(4096);
  readonly #endorsingSets = new WeakMap<Policy, readonly (readonly string[])[]>();

  constructor(
    readonly channel: string,
    readonly config: common.Config,
  ) {
    const root = config.getChannelGroup();
    if (!root) throw new ConfigError('nil channel group');
    const application = organisationGroups(root, 'Application');
    const orderer = organisationGroups(root, 'Orderer');
    this.sequence = config.getSequence();
    this.organisations = [...new Set(application.map(({ mspId }) => mspId))];
    this.orderers = [...new Set(orderer.map(({ mspId }) => mspId))];
    this.#registry = new MembershipRegistry(readMemberships([...application, ...orderer]));
    this.policies = new PolicyTree(rootPath, root, this.#resolve);
  }

  identity(serialised: Uint8Array, at?: Date): MemberIdentity {
    return this.#registry.identity(serialised, at);
  }

  satisfiesPrincipal(identity: Identity, principal: msp.MSPPrincipal): boolean {
    const [member] = this.#members([identity]);
    return member !== undefined && principalTest(principal, this.#resolve)(member);
  }

  checkPolicy(path: string, signers: readonly Identity[]): void {
    const refusal = this.policies.get(path).refusal(this.#members(signers), identitySatisfies);
    if (refusal !== undefined) throw new PolicyError(refusal);
  }

  satisfies(applicationPolicy: Uint8Array, signers: readonly Identity[]): boolean {
    return this.#isSatisfied(() => this.#applicationPolicy(applicationPolicy), signers);
  }

  satisfiesSignaturePolicy(envelope: Uint8Array, signers: readonly Identity[]): boolean {
    return this.#isSatisfied(() => this.#signaturePolicy(envelope), signers);
  }

  endorsingSets(applicationPolicy: Uint8Array): readonly (readonly string[])[] {
    return this.#leastSets(() => this.#applicationPolicy(applicationPolicy));
  }

  endorsingSetsOfSignaturePolicy(envelope: Uint8Array): readonly (readonly string[])[] {
    return this.#leastSets(() => this.#signaturePolicy(envelope));
  }

  readonly #resolve = (serialised: Uint8Array): MemberIdentity | undefined => {
    try {
      return this.#registry.identity(serialised);
    } catch (error) {
      if (error instanceof IdentityError) return undefined;
      throw error;
    }
  };

  /** Signers as this configuration sees them, each once; whom it no longer accepts is left out. */
  #members(signers: readonly Identity[]): readonly MemberIdentity[] {
    const members = new Map<string, MemberIdentity>();
    for (const signer of signers) {
      const member = this.#registry.member(signer);
      if (member && !members.has(member.key)) members.set(member.key, member);
    }
    return [...members.values()];
  }

  #applicationPolicy(bytes: Uint8Array): Policy {
    return this.#applicationPolicies.getOrCreate(bytesKey(bytes), () => {
      const policy = decode(peer.ApplicationPolicy, bytes);
      switch (policy.getTypeCase()) {
        case SIGNATURE_POLICY:
          return signaturePolicy(policy.getSignaturePolicy() ?? new common.SignaturePolicyEnvelope(), this.#resolve);
        case CHANNEL_CONFIG_POLICY_REFERENCE:
          return this.policies.get(policy.getChannelConfigPolicyReference());
        default:
          throw new PolicyError('unsupported policy type <nil>');
      }
    });
  }

  #signaturePolicy(bytes: Uint8Array): Policy {
    return this.#signaturePolicies.getOrCreate(bytesKey(bytes), () =>
      signaturePolicy(decode(common.SignaturePolicyEnvelope, bytes), this.#resolve),
    );
  }

  /** A policy that cannot be read is satisfied by nobody. */
  #isSatisfied(policy: () => Policy, signers: readonly Identity[]): boolean {
    const compiled = readable(policy);
    return compiled !== undefined && compiled.refusal(this.#members(signers), identitySatisfies) === undefined;
  }

  #leastSets(policy: () => Policy): readonly (readonly string[])[] {
    const compiled = readable(policy);
    if (!compiled) return [];
    const kept = this.#endorsingSets.get(compiled);
    if (kept) return kept;
    const sets = leastSets(this.organisations, (chosen) => compiled.refusal(chosen, peerSatisfies) === undefined);
    this.#endorsingSets.set(compiled, sets);
    return sets;
  }
}

const readable = (policy: () => Policy): Policy | undefined => {
  try {
    return policy();
  } catch {
    return undefined;
  }
};

/**
 * Makes a channel's configuration ready for use: reads its MSPs and compiles its policies.
 * @throws ConfigError or PolicyError where it is not usable
 */
export const loadChannelConfig = (channel: string, config: common.Config): LoadedConfig =>
  new LoadedConfig(channel, config);
