import { common, msp } from '@hyperledger/fabric-protos';
import { PolicyError } from './errors';

const roles = {
  member: msp.MSPRole.MSPRoleType.MEMBER,
  admin: msp.MSPRole.MSPRoleType.ADMIN,
  client: msp.MSPRole.MSPRoleType.CLIENT,
  peer: msp.MSPRole.MSPRoleType.PEER,
  orderer: msp.MSPRole.MSPRoleType.ORDERER,
} as const;

type Role = keyof typeof roles;

const principalPattern = /^([A-Za-z0-9.-]+)\.(admin|member|client|peer|orderer)$/;

type Token = { readonly kind: 'word' | 'number' | 'string' | '(' | ')' | ','; readonly text: string };

const tokenPattern = /\s*(?:([A-Za-z_][A-Za-z0-9_]*)|(\d+)|'([^']*)'|"([^"]*)"|([(),]))/y;

const tokenise = (text: string): Token[] => {
  const tokens: Token[] = [];
  const source = text.trimEnd();
  for (let at = 0; at < source.length; at = tokenPattern.lastIndex) {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(source);
    if (!match) throw new PolicyError(`unrecognized token '${source.slice(at).trim()[0] ?? ''}' in policy string`);
    const [, word, number, single, double, sign] = match;
    if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (sign !== undefined) tokens.push({ kind: sign as '(' | ')' | ',', text: sign });
    else tokens.push({ kind: 'string', text: single ?? double ?? '' });
  }
  return tokens;
};

/** A ROLE principal, as `A.peer` means it. */
export const rolePrincipal = (mspId: string, role: Role): msp.MSPPrincipal => {
  const content = new msp.MSPRole();
  content.setMspIdentifier(mspId);
  content.setRole(roles[role]);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(content.serializeBinary());
  return principal;
};

class Parser {
  readonly identities: msp.MSPPrincipal[] = [];
  #next = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
  ) {}

  policy(): common.SignaturePolicy {
    const rule = this.#gate();
    if (this.#next < this.tokens.length) throw this.#invalid();
    return rule;
  }

  #gate(): common.SignaturePolicy {
    const name = this.#take('word').text.toLowerCase();
    if (!['and', 'or', 'outof'].includes(name)) {
      throw new PolicyError(`unrecognized token '${this.tokens[this.#next - 1]?.text ?? ''}' in policy string`);
    }
    this.#take('(');
    const count = name === 'outof' ? this.#count() : undefined;
    const rules: common.SignaturePolicy[] = [];
    if (this.tokens[this.#next]?.kind !== ')') {
      do rules.push(this.#operand());
      while (this.#accept(','));
    }
    this.#take(')');
    const needed = count ?? (name === 'and' ? rules.length : 1);
    if (rules.length === 0) throw new PolicyError(`expected at least two arguments to NOutOf. Given 1`);
    // One more than there are rules is let through, and can never be satisfied: Fabric's own limit.
    if (needed > rules.length + 1) {
      throw new PolicyError(`invalid t-out-of-n predicate, t ${needed}, n ${rules.length}`);
    }
    return outOf(needed, rules);
  }

  /** The count may be quoted: `OutOf('2', ...)` is accepted too. */
  #count(): number {
    const token = this.tokens[this.#next++];
    if (!token || !(token.kind === 'number' || (token.kind === 'string' && /^\d+$/.test(token.text)))) {
      throw new PolicyError(`unrecognized type, expected a number, got ${token?.kind ?? 'nothing'}`);
    }
    this.#take(',');
    return Number(token.text);
  }

  #operand(): common.SignaturePolicy {
    if (this.tokens[this.#next]?.kind === 'word') return this.#gate();
    const { text } = this.#take('string');
    const match = principalPattern.exec(text);
    if (!match) throw new PolicyError(`error parsing principal ${text}`);
    const [, mspId = '', role = ''] = match;
    this.identities.push(rolePrincipal(mspId, role as Role));
    return signedBy(this.identities.length - 1);
  }

  #accept(kind: Token['kind']): boolean {
    if (this.tokens[this.#next]?.kind !== kind) return false;
    this.#next += 1;
    return true;
  }

  #take(kind: Token['kind']): Token {
    const token = this.tokens[this.#next];
    if (token?.kind !== kind) throw this.#invalid();
    this.#next += 1;
    return token;
  }

  #invalid(): PolicyError {
    return new PolicyError(`invalid policy string '${this.text}'`);
  }
}

/** A rule satisfied by one signature of the principal at `index`. */
export const signedBy = (index: number): common.SignaturePolicy => {
  const rule = new common.SignaturePolicy();
  rule.setSignedBy(index);
  return rule;
};

/** A rule satisfied by `n` of `rules`. */
export const outOf = (n: number, rules: common.SignaturePolicy[]): common.SignaturePolicy => {
  const gate = new common.SignaturePolicy.NOutOf();
  gate.setN(n);
  gate.setRulesList(rules);
  const rule = new common.SignaturePolicy();
  rule.setNOutOf(gate);
  return rule;
};

/**
 * Reads the language of `peer lifecycle chaincode --signature-policy`: `AND`, `OR` and `OutOf` over principals such as `'Org1MSP.peer'`.
 * Each mention of a principal is an identity of its own, as Fabric numbers them.
 * @throws PolicyError saying what is wrong with the text
 */
export const parsePolicy = (text: string): common.SignaturePolicyEnvelope => {
  const parser = new Parser(text, tokenise(text));
  const rule = parser.policy();
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setVersion(0);
  envelope.setRule(rule);
  envelope.setIdentitiesList(parser.identities);
  return envelope;
};
