import type { Progress } from './process-spec';

const ANSWER_WITHIN_MILLISECONDS = 2_000;

/** The figure of an address's metrics; undefined where it gives no answer, or knows none. */
const figureAt = async (url: string, figure: RegExp): Promise<number | undefined> => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MILLISECONDS) });
    const found = figure.exec(await answer.text());
    return found === null ? undefined : Number(found[1]);
  } catch {
    return undefined;
  }
};

/**
 * Looks again and again whether a process that answers goes on: one that is behind the furthest of the others, and has not moved
 * for the whole time it is given, hangs. One that catches up moves; one that does not answer is not judged.
 * @param hangs is told once; then the watch is over
 * @returns ends the watch
 */
export const watchProgress = (
  { url, others, figure, withinMilliseconds, everyMilliseconds }: Progress,
  hangs: (own: number, furthest: number) => void,
): (() => void) => {
  const pattern = new RegExp(figure, 'm');
  let stoodAt: number | undefined;
  let since = Date.now();
  let isOver = false;
  const look = async (): Promise<void> => {
    const [own, ...found] = await Promise.all([url, ...others].map((address) => figureAt(address, pattern)));
    const furthest = Math.max(...found.map((other) => other ?? -Infinity));
    if (isOver) return;
    if (own === undefined || own !== stoodAt || own >= furthest) {
      stoodAt = own;
      since = Date.now();
    } else if (Date.now() - since >= withinMilliseconds) {
      isOver = true;
      hangs(own, furthest);
    }
  };
  let timer: NodeJS.Timeout;
  const next = (): void => {
    timer = setTimeout(() => void look().then(() => (isOver ? undefined : next())), everyMilliseconds);
    timer.unref();
  };
  next();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
};
