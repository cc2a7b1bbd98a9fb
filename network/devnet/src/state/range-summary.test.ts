import { RangeSummary } from './range-summary';

const summaryOf = (count: number, maxDegree: number) => {
  const summary = new RangeSummary(maxDegree);
  for (let index = 0; index < count; index += 1)
    summary.add({ key: `k${index}`, version: { block: 1, transaction: index } });
  return summary.finish();
};

describe('what a range query leaves in the read set', () => {
  it('is the reads themselves as long as they are few', () => {
    expect(summaryOf(50, 50).reads).toHaveLength(50);
    expect(summaryOf(50, 50).summary).toBeUndefined();
    expect(summaryOf(0, 50)).toEqual({ reads: [], summary: undefined });
  });

  it('is a tree of hashes beyond that, its leaves full but for the last', () => {
    expect(summaryOf(51, 50)).toMatchObject({ reads: [], summary: { maxDegree: 50, maxLevel: 1 } });
    expect(summaryOf(51, 50).summary?.maxLevelHashes).toHaveLength(1);
    expect(summaryOf(52, 50).summary?.maxLevelHashes).toHaveLength(2);
    expect(summaryOf(9, 2).summary).toMatchObject({ maxLevel: 2 });
    expect(summaryOf(8, 2).summary?.maxLevelHashes).toHaveLength(1);
  });

  it('differs when any key or version differs', () => {
    const hashes = (count: number) =>
      Buffer.concat([...(summaryOf(count, 2).summary?.maxLevelHashes ?? [])]).toString('hex');
    expect(new Set([30, 31, 32, 33].map(hashes)).size).toBe(4);
  });
});
