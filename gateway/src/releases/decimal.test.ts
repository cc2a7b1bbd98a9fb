import fc from 'fast-check';
import { decimal, partsOf } from './decimal';

describe('a decimal in whole parts', () => {
  it.each([
    ['1000000', 6, '1'],
    ['1500000', 6, '1.5'],
    ['1', 6, '0.000001'],
    ['0', 12, '0'],
    ['1000000', 12, '0.000001'],
  ])('reads %s of 10^%s as %s', (parts, digits, text) => {
    expect(decimal(parts, digits)).toBe(text);
    expect(partsOf(text, digits)).toBe(parts);
  });

  it('comes back whole, whatever it is', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n - 1n), (parts) => {
        expect(partsOf(decimal(String(parts), 6), 6)).toBe(String(parts));
      }),
    );
  });

  it.each(['', '-1', '1e3', '0.0000001', '.5', '1,5', 'NaN'])('refuses %p', (text) => {
    expect(() => partsOf(text, 6)).toThrow('such as 0.5');
  });
});
