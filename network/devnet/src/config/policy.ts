import { common, msp } from '@hyperledger/fabric-protos';
import { PolicyError } from '../identity/errors';
import type { MemberIdentity } from '../identity/member-identity';
import { principalTest, type PrincipalTest, type Resolve } from '../identity/principal';
import { compileRule } from '../identity/signature-policy';
import { decode } from '../wire/protobuf';

/** A principal of a compiled policy. */
export interface CompiledPrincipal {
  readonly test: PrincipalTest;
  /** The MSP whose peers satisfy it; undefined where a peer as such does not. */
  readonly peersOf: string | undefined;
}

/** A policy ready for evaluation. */
export interface Policy {
  /** Undefined when the signers satisfy it, else Fabric's words. Signers are distinct; `satisfies` decides on one principal. */
  refusal<T>(
    signers: readonly T[],
    satisfies: (principal: CompiledPrincipal, signer: T) => boolean,
  ): string | undefined;
}

/** The decision of a principal on an identity. */
export const identitySatisfies = (principal: CompiledPrincipal, signer: MemberIdentity): boolean =>
  principal.test(signer);

/** The decision of a principal on "some peer of this organisation". */
export const peerSatisfies = (principal: CompiledPrincipal, mspId: string): boolean => principal.peersOf === mspId;

const { MEMBER, PEER } = msp.MSPRole.MSPRoleType;

const peersOf = (principal: msp.MSPPrincipal): string | undefined => {
  if (principal.getPrincipalClassification() !== msp.MSPPrincipal.Classification.ROLE) return undefined;
  const role = decode(msp.MSPRole, principal.getPrincipal_asU8());
  return role.getRole() === MEMBER || role.getRole() === PEER ? role.getMspIdentifier() : undefined;
};

/**
 * Compiles a signature policy.
 * @throws PolicyError
 */
export const signaturePolicy = (envelope: common.SignaturePolicyEnvelope, resolve: Resolve): Policy => {
  if (envelope.getVersion() !== 0) {
    throw new PolicyError(
      `This evaluator only understands messages of version 0, but version was ${envelope.getVersion()}`,
    );
  }
  const principals = envelope
    .getIdentitiesList()
    .map((principal): CompiledPrincipal => ({ test: principalTest(principal, resolve), peersOf: peersOf(principal) }));
  const rule = compileRule(envelope.getRule(), principals.length);
  return {
    refusal: (signers, satisfies) => {
      const used = new Array<boolean>(signers.length).fill(false);
      const isSatisfied = rule(signers, used, (index, signer) => {
        const principal = principals[index];
        return principal !== undefined && satisfies(principal, signer);
      });
      return isSatisfied ? undefined : 'signature set did not satisfy policy';
    },
  };
};

/** A policy nobody satisfies: it stands where one is looked up and missing. */
export const rejectAll = (name: string): Policy => ({ refusal: () => `no such policy: '${name}'` });

const { ANY, ALL } = common.ImplicitMetaPolicy.Rule;

/** A policy over the policies of one name in the groups below; a group without it counts, and refuses. */
export const implicitMetaPolicy = (definition: common.ImplicitMetaPolicy, below: readonly Policy[]): Policy => {
  const rule = definition.getRule();
  const majority = Math.floor(below.length / 2) + 1;
  const wanted = rule === ANY ? 1 : rule === ALL ? below.length : majority;
  // No groups, no condition.
  const threshold = below.length === 0 ? 0 : wanted;
  return {
    refusal: (signers, satisfies) => {
      let satisfied = 0;
      for (const policy of below) {
        if (satisfied >= threshold) return undefined;
        if (policy.refusal(signers, satisfies) === undefined) satisfied += 1;
      }
      if (satisfied >= threshold) return undefined;
      return (
        `implicit policy evaluation failed - ${satisfied} sub-policies were satisfied, ` +
        `but this policy requires ${threshold} of the '${definition.getSubPolicy()}' sub-policies to be satisfied`
      );
    },
  };
};
