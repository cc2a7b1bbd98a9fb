import fc from 'fast-check';
import { reordered } from './block-order';

test('backwards is backwards', () => {
  expect(reordered([1, 2, 3], 'reverse')).toEqual([3, 2, 1]);
});

test('a shuffle keeps all, and is the same for the same seed', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer(), (items, seed) => {
      const mixed = reordered(items, { seed });
      expect([...mixed].sort()).toEqual([...items].sort());
      expect(reordered(items, { seed })).toEqual(mixed);
    }),
  );
});

test('different seeds shuffle differently', () => {
  const orders = Array.from({ length: 10 }, (_each, seed) => reordered([1, 2, 3, 4, 5], { seed }).join());
  expect(new Set(orders).size).toBeGreaterThan(3);
});
