import { common } from '@hyperledger/fabric-protos';
import { PolicyError } from './errors';

/**
 * A compiled rule: true when the signers satisfy it. Signers that count towards it are marked in `used` and count once.
 * `test(index, signer)` says whether the signer is the rule's principal of that index.
 */
export type Rule = <T>(signers: readonly T[], used: boolean[], test: (index: number, signer: T) => boolean) => boolean;

const { SIGNED_BY, N_OUT_OF } = common.SignaturePolicy.TypeCase;

const signedByRule =
  (index: number): Rule =>
  (signers, used, test) => {
    for (const [position, signer] of signers.entries()) {
      if (used[position] || !test(index, signer)) continue;
      used[position] = true;
      return true;
    }
    return false;
  };

/**
 * Every branch is tried, in order, the needed number reached or not, and takes the first signer that fits: what Fabric does, so that a signer
 * may be spent on a branch that could have had another.
 */
const outOfRule =
  (n: number, rules: readonly Rule[]): Rule =>
  (signers, used, test) => {
    let satisfied = 0;
    for (const rule of rules) {
      const attempt = used.slice();
      if (!rule(signers, attempt, test)) continue;
      satisfied += 1;
      for (const [position, isUsed] of attempt.entries()) used[position] = isUsed;
    }
    return satisfied >= n;
  };

/**
 * Compiles a rule over `principals` principals.
 * @throws PolicyError with Fabric's words where it cannot be evaluated
 */
export const compileRule = (rule: common.SignaturePolicy | undefined, principals: number): Rule => {
  if (!rule) throw new PolicyError('Empty policy element');
  switch (rule.getTypeCase()) {
    case SIGNED_BY: {
      const index = rule.getSignedBy();
      if (index < 0 || index >= principals) {
        throw new PolicyError(
          `identity index out of range, requested ${index}, but identities length is ${principals}`,
        );
      }
      return signedByRule(index);
    }
    case N_OUT_OF: {
      const gate = rule.getNOutOf();
      const rules = gate?.getRulesList() ?? [];
      return outOfRule(
        gate?.getN() ?? 0,
        rules.map((branch) => compileRule(branch, principals)),
      );
    }
    default:
      throw new PolicyError('Unknown type: <nil>:<nil>');
  }
};
