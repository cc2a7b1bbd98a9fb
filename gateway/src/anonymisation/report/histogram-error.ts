/**
 * Relative L1 error of a published histogram: the sum of the differences by the sum of the true counts.
 * @param published - for the same bins as `exact`
 */
export function relativeError(exact: readonly number[], published: readonly number[]): number {
  const total = exact.reduce((sum, count) => sum + count, 0);
  return exact.reduce((sum, count, bin) => sum + Math.abs(count - (published[bin] ?? 0)), 0) / total;
}

/** Counts of bands spread evenly over the bins in them: all that a reader of a generalised table can do. */
export function spread(
  bands: readonly { readonly bins: readonly number[]; readonly count: number }[],
  bins: number,
): number[] {
  const spreadOut = new Array<number>(bins).fill(0);
  for (const { bins: inside, count } of bands) for (const bin of inside) spreadOut[bin]! += count / inside.length;
  return spreadOut;
}
