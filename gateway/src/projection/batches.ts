/**
 * What a source gives, in batches of what is there without waiting: events of one block come together, a single one
 * comes at once.
 */
export async function* batches<Item>(source: AsyncIterable<Item>, maximum: number): AsyncGenerator<readonly Item[]> {
  const items = source[Symbol.asyncIterator]();
  try {
    let next = items.next();
    for (;;) {
      const first = await next;
      if (first.done === true) return;
      const batch = [first.value];
      next = items.next();
      while (batch.length < maximum) {
        const more = await Promise.race([next, nothingYet()]);
        if (more === undefined || more.done === true) break;
        batch.push(more.value);
        next = items.next();
      }
      // Its rejection is met when it is awaited above; until then it must not count as unhandled.
      next.catch(() => undefined);
      yield batch;
    }
  } finally {
    // The source may be waiting for what never comes: its own signal ends it, nobody waits here.
    items.return?.(undefined)?.catch(() => undefined);
  }
}

const nothingYet = (): Promise<undefined> =>
  new Promise((resolve) => {
    setImmediate(resolve, undefined);
  });
