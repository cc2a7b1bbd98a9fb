import { common, msp } from '@hyperledger/fabric-protos';
import fc from 'fast-check';
import { PolicyError } from './errors';
import { parsePolicy } from './policy-language';

interface Gate {
  readonly n: number;
  readonly rules: readonly (Gate | string)[];
}

/** The policy written back as a tree of principals. */
const read = (envelope: common.SignaturePolicyEnvelope): Gate | string => {
  const names = envelope.getIdentitiesList().map((principal) => {
    const role = msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8());
    const [kind] = Object.entries(msp.MSPRole.MSPRoleType).find(([, value]) => value === role.getRole())!;
    return `${role.getMspIdentifier()}.${kind.toLowerCase()}`;
  });
  const visit = (rule: common.SignaturePolicy): Gate | string =>
    rule.getTypeCase() === common.SignaturePolicy.TypeCase.SIGNED_BY
      ? names[rule.getSignedBy()]!
      : { n: rule.getNOutOf()!.getN(), rules: rule.getNOutOf()!.getRulesList().map(visit) };
  return visit(envelope.getRule()!);
};

const write = (rule: Gate | string): string =>
  typeof rule === 'string' ? `'${rule}'` : `OutOf(${rule.n}, ${rule.rules.map(write).join(', ')})`;

const principal = fc
  .tuple(fc.stringMatching(/^[A-Za-z0-9.-]{1,8}$/), fc.constantFrom('member', 'admin', 'client', 'peer', 'orderer'))
  .map(([mspId, role]) => `${mspId}.${role}`);

const gates = fc.letrec<{ gate: Gate; rule: Gate | string }>((tie) => ({
  gate: fc
    .array(tie('rule'), { minLength: 1, maxLength: 4 })
    .chain((rules) => fc.nat(rules.length).map((n) => ({ n, rules }))),
  rule: fc.oneof({ maxDepth: 3 }, principal, tie('gate')),
})).gate;

describe('the language of policies', () => {
  it('reads every policy that can be written', () => {
    fc.assert(fc.property(gates, (gate) => expect(read(parsePolicy(write(gate)))).toEqual(gate)));
  });

  it.each([
    ["AND('A.member', 'B.peer')", { n: 2, rules: ['A.member', 'B.peer'] }],
    ["or('A.member','B.peer')", { n: 1, rules: ['A.member', 'B.peer'] }],
    ["Or('A.member')", { n: 1, rules: ['A.member'] }],
    ['OutOf(2, "A.member", "B.peer", "C.admin")', { n: 2, rules: ['A.member', 'B.peer', 'C.admin'] }],
    ["outof('1', 'A.member')", { n: 1, rules: ['A.member'] }],
    [
      " And( 'A.member' , Or( 'B.client','C.orderer' ) ) ",
      { n: 2, rules: ['A.member', { n: 1, rules: ['B.client', 'C.orderer'] }] },
    ],
    ["AND('org.example-1.member')", { n: 1, rules: ['org.example-1.member'] }],
  ])('reads %s', (text, expected) => {
    expect(read(parsePolicy(text))).toEqual(expected);
  });

  it('numbers each mention of a principal anew', () => {
    expect(parsePolicy("OR('A.peer', 'A.peer')").getIdentitiesList()).toHaveLength(2);
  });

  it.each([
    ['', /^invalid policy string ''/],
    ["'A.member'", /^invalid policy string/],
    ["NOT('A.member')", /^unrecognized token 'NOT' in policy string/],
    ["AND('A.member'", /^invalid policy string/],
    ["AND('A.member') B", /^invalid policy string/],
    ['AND()', /^expected at least two arguments/],
    ["AND('A.member',)", /^invalid policy string/],
    ["AND('A.visitor')", /^error parsing principal A\.visitor/],
    ["AND('member')", /^error parsing principal member/],
    ["OutOf('A.member','B.member')", /^unrecognized type, expected a number/],
    ["OutOf(4,'A.member','B.member')", /^invalid t-out-of-n predicate, t 4, n 2/],
    ["OutOf(-1,'A.member')", /^unrecognized token '-' in policy string/],
  ])('refuses %j', (text, message) => {
    expect(() => parsePolicy(text)).toThrow(PolicyError);
    expect(() => parsePolicy(text)).toThrow(message);
  });
});
