import { quorumOf } from './order';

test.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [7, 5],
  [10, 7],
])('of %i orderers %i must take a transaction', (count, quorum) => {
  expect(quorumOf(count)).toBe(quorum);
});
