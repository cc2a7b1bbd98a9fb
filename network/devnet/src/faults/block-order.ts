/** How the transactions of a block are put into another order: backwards, or shuffled; the same seed shuffles the same way. */
export type BlockOrder = 'reverse' | { readonly seed: number };

/** Numbers from 0 to 1 that look random, the same ones for the same seed (mulberry32). */
const numbersOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** The same items in another order. */
export const reordered = <T>(items: readonly T[], order: BlockOrder): T[] => {
  if (order === 'reverse') return [...items].reverse();
  const next = numbersOf(order.seed);
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
  }
  return mixed;
};
