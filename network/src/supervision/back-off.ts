/** Pause before the n-th start after a crash in a row: doubles from a quarter of a second to half a minute. */
export const pauseBefore = (attempt: number): number => Math.min(250 * 2 ** Math.max(attempt - 1, 0), 30_000);

/** A run this long counts as healthy: the next crash begins the pauses anew. */
export const HEALTHY_AFTER_MILLISECONDS = 20_000;
