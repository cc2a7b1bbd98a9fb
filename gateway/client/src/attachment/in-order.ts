/** Does the work on several items at once and gives the results in order; no more than `ahead` are held. */
export async function* inOrder<T, R>(
  source: AsyncIterable<T>,
  ahead: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void> {
  const pending: Promise<R>[] = [];
  try {
    for await (const item of source) {
      const result = work(item);
      // Whoever takes the result hears of the failure; until then it is not an unhandled one.
      result.catch(() => undefined);
      pending.push(result);
      if (pending.length >= ahead) yield await pending.shift()!;
    }
    while (pending.length > 0) yield await pending.shift()!;
  } finally {
    await Promise.allSettled(pending);
  }
}
