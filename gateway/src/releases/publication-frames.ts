import { HEARTBEAT, OPENING } from '../events/sse';
import { withSilence } from '../events/with-silence';
import type { Publication } from './publication';

/** Milliseconds between signs of life. */
const SILENCE = 15_000;

const frame = ({ release, phase, part, code, rule, startedAt, updatedAt }: Publication): string =>
  `event: publication\ndata: ${JSON.stringify({ release, phase, part, code, rule, startedAt, updatedAt })}\n\n`;

/** A publication's states as server-sent events, silence filled with heartbeats. */
export async function* publicationFrames(
  states: AsyncIterable<Publication>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield OPENING;
  for await (const state of withSilence(states, SILENCE, signal)) yield state === undefined ? HEARTBEAT : frame(state);
}
