import { peer } from '@hyperledger/fabric-protos';
import { parsePolicy } from './policy-language';
import { applicationPolicyText, signaturePolicyText } from './policy-text';

test.each([
  "AND('A.peer', 'B.member')",
  "OR('A.admin', AND('B.client', 'C.orderer'))",
  "OutOf(2, 'A.peer', 'B.peer', 'C.peer')",
])('%s is told as it was written', (text) => {
  const envelope = parsePolicy(text);
  expect(signaturePolicyText(envelope.serializeBinary())).toBe(text);
  const policy = new peer.ApplicationPolicy();
  policy.setSignaturePolicy(envelope);
  expect(applicationPolicyText(policy.serializeBinary())).toBe(text);
});

test('a reference is told as its path', () => {
  const policy = new peer.ApplicationPolicy();
  policy.setChannelConfigPolicyReference('/Channel/Application/Endorsement');
  expect(applicationPolicyText(policy.serializeBinary())).toBe('/Channel/Application/Endorsement');
});
