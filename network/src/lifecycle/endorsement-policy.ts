import { common, msp, peer } from '@hyperledger/fabric-protos';

/** The policy that `count` of these members' peers endorse, as `peer.ApplicationPolicy` in bytes; the same bytes every time. */
export const endorsementPolicy = (mspIds: readonly string[], count: number): Uint8Array => {
  const rule = new common.SignaturePolicy.NOutOf();
  rule.setN(count);
  rule.setRulesList(mspIds.map((_, index) => signedBy(index)));
  const root = new common.SignaturePolicy();
  root.setNOutOf(rule);
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setVersion(0);
  envelope.setRule(root);
  envelope.setIdentitiesList(mspIds.map(peersOf));
  const policy = new peer.ApplicationPolicy();
  policy.setSignaturePolicy(envelope);
  return policy.serializeBinary();
};

const signedBy = (index: number): common.SignaturePolicy => {
  const rule = new common.SignaturePolicy();
  rule.setSignedBy(index);
  return rule;
};

const peersOf = (mspId: string): msp.MSPPrincipal => {
  const role = new msp.MSPRole();
  role.setMspIdentifier(mspId);
  role.setRole(msp.MSPRole.MSPRoleType.PEER);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(role.serializeBinary());
  return principal;
};
