import { common, msp, peer } from '@hyperledger/fabric-protos';

const roleNames: Readonly<Record<number, string>> = { 0: 'member', 1: 'admin', 2: 'client', 3: 'peer', 4: 'orderer' };

const principalText = (principal: msp.MSPPrincipal | undefined): string => {
  if (principal?.getPrincipalClassification() !== msp.MSPPrincipal.Classification.ROLE) return "'another principal'";
  const role = msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8());
  return `'${role.getMspIdentifier()}.${roleNames[role.getRole()] ?? role.getRole()}'`;
};

const ruleText = (rule: common.SignaturePolicy | undefined, principals: readonly msp.MSPPrincipal[]): string => {
  const gate = rule?.getNOutOf();
  if (!gate) return principalText(principals[rule?.getSignedBy() ?? 0]);
  const rules = gate.getRulesList().map((each) => ruleText(each, principals));
  if (gate.getN() === rules.length) return `AND(${rules.join(', ')})`;
  if (gate.getN() === 1) return `OR(${rules.join(', ')})`;
  return `OutOf(${[gate.getN(), ...rules].join(', ')})`;
};

/** A serialised `common.SignaturePolicyEnvelope` in the language of `parsePolicy`. */
export const signaturePolicyText = (bytes: Uint8Array): string => {
  const envelope = common.SignaturePolicyEnvelope.deserializeBinary(bytes);
  return ruleText(envelope.getRule(), envelope.getIdentitiesList());
};

/** A serialised `peer.ApplicationPolicy`: in that language, or the path of the channel's policy that it refers to. */
export const applicationPolicyText = (bytes: Uint8Array): string => {
  const policy = peer.ApplicationPolicy.deserializeBinary(bytes);
  const signature = policy.getSignaturePolicy();
  return signature ? signaturePolicyText(signature.serializeBinary()) : policy.getChannelConfigPolicyReference();
};
