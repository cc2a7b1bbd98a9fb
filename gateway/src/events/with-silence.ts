/**
 * What a source gives, and `undefined` for each stretch of silence, until the source ends or the signal is given. A failure of
 * the source passes through.
 */
export async function* withSilence<T>(
  source: AsyncIterable<T>,
  milliseconds: number,
  signal: AbortSignal,
): AsyncGenerator<T | undefined> {
  const items = source[Symbol.asyncIterator]();
  try {
    let next = ahead(items);
    while (!signal.aborted) {
      const result = await within(next, milliseconds, signal);
      if (result === undefined) {
        if (signal.aborted) return;
        yield undefined;
        continue;
      }
      if (result.done === true) return;
      next = ahead(items);
      yield result.value;
    }
  } finally {
    // The source may be waiting for something that never comes: its signal ends it, nobody waits here.
    items.return?.(undefined).catch(() => undefined);
  }
}

/** Asks for the next item early; if nobody comes back for the answer, its failure is nobody's. */
function ahead<T>(items: AsyncIterator<T>): Promise<IteratorResult<T>> {
  const next = items.next();
  next.catch(() => undefined);
  return next;
}

/** The promise's value, or undefined once the time is over or the signal given; a rejection passes through. */
async function within<T>(promise: Promise<T>, milliseconds: number, signal: AbortSignal): Promise<T | undefined> {
  let stop: () => void = () => undefined;
  const silence = new Promise<undefined>((resolve) => {
    const timer = setTimeout(() => {
      resolve(undefined);
    }, milliseconds);
    const onAbort = (): void => {
      resolve(undefined);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    stop();
  }
}
