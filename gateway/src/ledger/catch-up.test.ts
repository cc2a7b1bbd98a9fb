import { catchUp, type Heights } from './catch-up';

/** Peers that tell these heights one after the other, the last one from then on. */
const heightsOf = (told: Readonly<Record<string, readonly (number | Error)[]>>): Heights & { asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    members: Object.keys(told),
    of: async (mspId) => {
      const turn = asked.filter((each) => each === mspId).length;
      asked.push(mspId);
      const height = told[mspId]!.at(Math.min(turn, told[mspId]!.length - 1))!;
      if (height instanceof Error) throw height;
      return height;
    },
  };
};

describe('catching up', () => {
  it('is done at once where the peers asked are as far as any', async () => {
    const heights = heightsOf({ A: [7], B: [7], C: [6] });
    await catchUp(heights, ['A', 'B']);
    expect(heights.asked).toEqual(['A', 'B', 'C']);
  });

  it('waits for the peers asked, and for no others', async () => {
    const heights = heightsOf({ A: [5, 6, 7], B: [7], C: [1] });
    await catchUp(heights, ['A', 'B', 'A']);
    expect(heights.asked).toEqual(['A', 'B', 'C', 'A', 'A']);
  });

  it('takes what the others tell where a peer does not', async () => {
    const heights = heightsOf({ A: [7], B: [new Error('down')] });
    await catchUp(heights, ['A', 'B'], 60);
    expect(heights.asked.filter((each) => each === 'A')).toEqual(['A']);
  });

  it('gives up on a peer that stays behind', async () => {
    const heights = heightsOf({ A: [5], B: [7] });
    await catchUp(heights, ['A'], 60);
    expect(heights.asked.length).toBeGreaterThan(2);
  });
});
