import { canonicalJson as ofTheChaincode } from '@rxledger/chaincode/api';
import fc from 'fast-check';
import { canonicalJson } from './index.ts';

describe('canonical JSON of the client library', () => {
  it('is the chaincode’s: commitments are made over it at both ends', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(value)).toBe(ofTheChaincode(value));
      }),
    );
  });

  it.each([[undefined], [Number.NaN], [Infinity], [() => 1], ['\ud800'], [[undefined]]])(
    'refuses what JSON cannot say: %p',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(Error);
      expect(() => ofTheChaincode(value)).toThrow(Error);
    },
  );
});
