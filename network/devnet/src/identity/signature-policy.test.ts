import { common } from '@hyperledger/fabric-protos';
import fc from 'fast-check';
import { leastSets } from './endorsing-sets';
import { PolicyError } from './errors';
import { outOf, signedBy } from './policy-language';
import { compileRule } from './signature-policy';

/** Signers are letters; principals are sets of letters. */
const isSatisfied = (
  rule: common.SignaturePolicy,
  principals: readonly string[],
  signers: readonly string[],
): boolean =>
  compileRule(rule, principals.length)(
    signers,
    signers.map(() => false),
    (index, signer) => principals[index]!.includes(signer),
  );

const letters = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));

describe('a rule of n out of several', () => {
  it('over principals apart from each other is satisfied by n signers of them', () => {
    fc.assert(
      fc.property(letters, letters, fc.nat(5), (principals, signers, n) => {
        const rule = outOf(
          n,
          principals.map((_, index) => signedBy(index)),
        );
        const matching = signers.filter((signer) => principals.includes(signer)).length;
        expect(isSatisfied(rule, principals, signers)).toBe(matching >= n);
      }),
    );
  });

  it('counts a signer once, however many principals it is', () => {
    const both = outOf(2, [signedBy(0), signedBy(1)]);
    expect(isSatisfied(both, ['a', 'a'], ['a'])).toBe(false);
    expect(isSatisfied(both, ['ab', 'ab'], ['a', 'b'])).toBe(true);
  });

  it('gives the first signer that fits to the first branch, even if the second then has none', () => {
    const both = outOf(2, [signedBy(0), signedBy(1)]);
    expect(isSatisfied(both, ['ab', 'a'], ['a', 'b'])).toBe(false);
    expect(isSatisfied(both, ['ab', 'a'], ['b', 'a'])).toBe(true);
  });

  it('gives back what a branch took that came to nothing', () => {
    const failing = outOf(2, [signedBy(0), signedBy(1)]);
    expect(isSatisfied(outOf(1, [failing, signedBy(0)]), ['a', 'b'], ['a'])).toBe(true);
  });

  it('tries every branch, and so spends signers beyond those it needs', () => {
    const first = outOf(1, [signedBy(0), signedBy(1)]);
    expect(isSatisfied(outOf(2, [first, signedBy(1)]), ['a', 'b'], ['a', 'b'])).toBe(false);
  });

  it('is never harmed by strangers, wherever they stand', () => {
    fc.assert(
      fc.property(letters, letters, fc.nat(5), fc.nat(5), (principals, signers, n, at) => {
        const rule = outOf(
          n,
          principals.map((_, index) => signedBy(index)),
        );
        const crowded = [...signers.slice(0, at), 'z', ...signers.slice(at)];
        expect(isSatisfied(rule, principals, crowded)).toBe(isSatisfied(rule, principals, signers));
      }),
    );
  });

  it('that asks for nothing is satisfied by nobody at all', () => {
    expect(isSatisfied(outOf(0, []), [], [])).toBe(true);
    expect(isSatisfied(outOf(1, []), [], ['a'])).toBe(false);
  });
});

describe('a rule that cannot be evaluated', () => {
  it.each([
    ['no rule', undefined, 'Empty policy element'],
    ['an empty rule', new common.SignaturePolicy(), 'Unknown type'],
    [
      'a principal that is not there',
      signedBy(1),
      'identity index out of range, requested 1, but identities length is 1',
    ],
    ['a principal before the first', outOf(1, [signedBy(-1)]), 'identity index out of range, requested -1'],
  ])('%s is refused', (_, rule, message) => {
    expect(() => compileRule(rule, 1)).toThrow(PolicyError);
    expect(() => compileRule(rule, 1)).toThrow(message);
  });
});

describe('the least sets', () => {
  it('are found smallest first, none of them around another', () => {
    const isEnough = (chosen: readonly string[]) =>
      chosen.includes('c') || (chosen.includes('a') && chosen.includes('b'));
    expect(leastSets(['a', 'b', 'c'], isEnough)).toEqual([['c'], ['a', 'b']]);
  });

  it('are the empty one where nothing is asked, and none where nothing suffices', () => {
    expect(leastSets(['a'], () => true)).toEqual([[]]);
    expect(leastSets(['a'], () => false)).toEqual([]);
  });
});
