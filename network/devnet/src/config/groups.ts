import { common, msp } from '@hyperledger/fabric-protos';
import { parsePolicy } from '../identity/policy-language';

/** Every element of a fresh configuration may be changed by the administrators of its group. */
const modPolicy = 'Admins';

/** Anything protobuf. */
interface Serialisable {
  serializeBinary(): Uint8Array;
}

/** What a configuration group is made of; the order is of no account. */
export interface GroupContent {
  readonly groups?: Readonly<Record<string, common.ConfigGroup>>;
  readonly values?: Readonly<Record<string, Serialisable>>;
  readonly policies?: Readonly<Record<string, common.Policy>>;
}

/** A configuration group at version 0. */
export const configGroup = ({ groups = {}, values = {}, policies = {} }: GroupContent): common.ConfigGroup => {
  const group = new common.ConfigGroup();
  group.setModPolicy(modPolicy);
  for (const [name, child] of Object.entries(groups)) group.getGroupsMap().set(name, child);
  for (const [name, content] of Object.entries(values)) {
    const value = new common.ConfigValue();
    value.setModPolicy(modPolicy);
    value.setValue(content.serializeBinary());
    group.getValuesMap().set(name, value);
  }
  for (const [name, content] of Object.entries(policies)) {
    const policy = new common.ConfigPolicy();
    policy.setModPolicy(modPolicy);
    policy.setPolicy(content);
    group.getPoliciesMap().set(name, policy);
  }
  return group;
};

/** A policy in the language of `parsePolicy`, as a configuration holds it. */
export const signedPolicy = (text: string): common.Policy => {
  const policy = new common.Policy();
  policy.setType(common.Policy.PolicyType.SIGNATURE);
  policy.setValue(parsePolicy(text).serializeBinary());
  return policy;
};

/** A policy over the policies called `subPolicy` in the groups below. */
export const metaPolicy = (rule: keyof common.ImplicitMetaPolicy.RuleMap, subPolicy: string): common.Policy => {
  const meta = new common.ImplicitMetaPolicy();
  meta.setRule(common.ImplicitMetaPolicy.Rule[rule]);
  meta.setSubPolicy(subPolicy);
  const policy = new common.Policy();
  policy.setType(common.Policy.PolicyType.IMPLICIT_META);
  policy.setValue(meta.serializeBinary());
  return policy;
};

/** A policy that so many of these very identities have signed. */
export const signedByIdentities = (count: number, identities: readonly msp.SerializedIdentity[]): common.Policy => {
  const rule = new common.SignaturePolicy.NOutOf();
  rule.setN(count);
  const envelope = new common.SignaturePolicyEnvelope();
  identities.forEach((identity, index) => {
    const one = new common.SignaturePolicy();
    one.setSignedBy(index);
    rule.addRules(one);
    const principal = new msp.MSPPrincipal();
    principal.setPrincipalClassification(msp.MSPPrincipal.Classification.IDENTITY);
    principal.setPrincipal(identity.serializeBinary());
    envelope.addIdentities(principal);
  });
  const root = new common.SignaturePolicy();
  root.setNOutOf(rule);
  envelope.setRule(root);
  const policy = new common.Policy();
  policy.setType(common.Policy.PolicyType.SIGNATURE);
  policy.setValue(envelope.serializeBinary());
  return policy;
};
