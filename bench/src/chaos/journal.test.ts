import { longestGap } from './journal';

describe('the longest stretch without anything', () => {
  it.each([
    ['between two times', [10, 50, 60], 40],
    ['before the first', [70, 80, 90], 70],
    ['after the last', [10, 20, 30], 70],
    ['all of it, where nothing happened', [], 100],
    ['without what lies outside', [-500, 20, 50, 90, 500], 40],
  ])('is %s', (_where, times, gap) => {
    expect(longestGap(times, 0, 100)).toBe(gap);
  });
});
