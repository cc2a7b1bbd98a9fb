import { setTimeout as delay } from 'node:timers/promises';
import { HEARTBEAT, OPENING } from '../events/sse';
import type { Publication } from './publication';

/** Milliseconds between signs of life. */
const SILENCE = 15_000;

const frame = ({ release, phase, code, rule, startedAt, updatedAt }: Publication): string =>
  `event: publication\ndata: ${JSON.stringify({ release, phase, code, rule, startedAt, updatedAt })}\n\n`;

/** A publication's states as server-sent events, silence filled with heartbeats. */
export async function* publicationFrames(
  states: AsyncGenerator<Publication>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield OPENING;
  let next = states.next();
  while (!signal.aborted) {
    const stop = new AbortController();
    const silence = delay(SILENCE, undefined, { signal: AbortSignal.any([stop.signal, signal]) }).catch(
      () => undefined,
    );
    const result = await Promise.race([next, silence]);
    stop.abort();
    if (result === undefined) {
      yield HEARTBEAT;
      continue;
    }
    if (result.done === true) return;
    next = states.next();
    yield frame(result.value);
  }
}
