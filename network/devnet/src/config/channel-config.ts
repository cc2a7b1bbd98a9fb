import type { common, msp } from '@hyperledger/fabric-protos';
import type { Identity } from '../identity/identity';

/** The configuration of a channel, ready for use: MSPs, policies, organisations. */
export interface ChannelConfig {
  readonly channel: string;
  readonly sequence: number;
  readonly config: common.Config;
  /** MSP ids of the application's organisations, sorted. */
  readonly organisations: readonly string[];
  /** The MSP ids that order. */
  readonly orderers: readonly string[];
  /**
   * The identity behind `msp.SerializedIdentity` bytes, checked against its MSP: chain, validity at `at`, NodeOU, CRL. Cached.
   * @throws IdentityError with Fabric's words
   */
  identity(serialised: Uint8Array, at?: Date): Identity;
  satisfiesPrincipal(identity: Identity, principal: msp.MSPPrincipal): boolean;
  /**
   * A channel policy by its path, as `/Channel/Application/Writers`.
   * @throws PolicyError with Fabric's words ("implicit policy evaluation failed - ...")
   */
  checkPolicy(path: string, signers: readonly Identity[]): void;
  /** True when `signers` satisfy a serialised `peer.ApplicationPolicy` (signature policy or channel policy reference). */
  satisfies(applicationPolicy: Uint8Array, signers: readonly Identity[]): boolean;
  /** Likewise for a `common.SignaturePolicyEnvelope` (keys' policies, collections' policies). */
  satisfiesSignaturePolicy(envelope: Uint8Array, signers: readonly Identity[]): boolean;
  /** The least sets of organisations (MSP ids) that satisfy it when one peer of each signs; smallest first. */
  endorsingSets(applicationPolicy: Uint8Array): readonly (readonly string[])[];
  endorsingSetsOfSignaturePolicy(envelope: Uint8Array): readonly (readonly string[])[];
}
