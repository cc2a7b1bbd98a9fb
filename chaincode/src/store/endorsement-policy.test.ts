import '../quiet';
import { KeyEndorsementPolicy } from 'fabric-shim';
import { common, msp } from '@hyperledger/fabric-protos';
import { allOf, oneOf, type Signers } from '../domain/signers';
import { endorsementPolicy } from './endorsement-policy';

/** Reads a policy back with Fabric's own messages. */
function decoded(policy: Uint8Array): { readonly rule: string; readonly peers: readonly string[] } {
  const envelope = common.SignaturePolicyEnvelope.deserializeBinary(policy);
  const say = (rule: common.SignaturePolicy): string => {
    if (rule.getTypeCase() === common.SignaturePolicy.TypeCase.SIGNED_BY) return String(rule.getSignedBy());
    const several = rule.getNOutOf()!;
    return `${several.getN()}(${several.getRulesList().map(say).join(',')})`;
  };
  const peers = envelope.getIdentitiesList().map((principal) => {
    const role = msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8());
    expect(principal.getPrincipalClassification()).toBe(msp.MSPPrincipal.Classification.ROLE);
    expect(role.getRole()).toBe(msp.MSPRole.MSPRoleType.PEER);
    return role.getMspIdentifier();
  });
  return { rule: say(envelope.getRule()!), peers };
}

describe('the endorsement policy of a key', () => {
  it('is the bytes of the shim where the shim can say it: all of some organisations', () => {
    const own = new KeyEndorsementPolicy();
    own.addOrgs('PEER', 'HospitalMSP', 'CentreMSP');
    const theirs = decoded(own.getPolicy());
    expect(decoded(endorsementPolicy(allOf('HospitalMSP', 'CentreMSP')))).toEqual(theirs);
  });

  it.each<[string, Signers, string, string[]]>([
    ['one organisation', 'A', '0', ['A']],
    ['all', allOf('A', 'B', 'C'), '3(0,1,2)', ['A', 'B', 'C']],
    ['one of several', oneOf('A', 'B'), '1(0,1)', ['A', 'B']],
    ['one with either of two', allOf('A', oneOf('B', 'C')), '2(0,1(1,2))', ['A', 'B', 'C']],
    ['one that stands twice', allOf('A', oneOf('B', 'A')), '2(0,1(1,0))', ['A', 'B']],
    ['names longer than 127 bytes', allOf('A'.repeat(200), 'B'), '2(0,1)', ['A'.repeat(200), 'B']],
  ])('says %s', (_what, signers, rule, peers) => {
    expect(decoded(endorsementPolicy(signers))).toEqual({ rule, peers });
  });

  it('is the same bytes each time', () => {
    const first = Buffer.from(endorsementPolicy(allOf('A', 'B')));
    for (let index = 0; index < 1100; index += 1) endorsementPolicy(`Organisation${index}`);
    expect(Buffer.from(endorsementPolicy(allOf('A', 'B')))).toEqual(first);
  });
});
