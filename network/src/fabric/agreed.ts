import { status } from '@grpc/grpc-js';

const WITHIN_MILLISECONDS = 60_000;
const EVERY_MILLISECONDS = 250;

/** A peer's gateway answers so as long as it has not met the peers that shall endorse. */
const UNDISCOVERED = /failed to find any endorsing peers/;
/** And so where one of them has not committed yet what the others have. */
const BEHIND = /ProposalResponsePayloads do not match/;

const textOf = (error: unknown): string => {
  const { message, details } = error as { message?: unknown; details?: unknown };
  const more = Array.isArray(details) ? details.map((detail) => String((detail as { message?: unknown }).message)) : [];
  return [String(message), ...more].join('; ');
};

const isPassing = (error: unknown): boolean => {
  const { code } = error as { code?: unknown };
  return (
    (code === status.UNAVAILABLE && UNDISCOVERED.test(textOf(error))) ||
    (code === status.ABORTED && BEHIND.test(textOf(error)))
  );
};

/**
 * Does what needs the endorsement of other members' peers, again and again while the peer asked has not met them yet, or they are
 * not at the same height: peers that have just started find each other, and catch up, by and by. Nothing was sent to be ordered
 * then, so trying again is safe.
 */
export const onceAgreed = async <T>(work: () => Promise<T>): Promise<T> => {
  const deadline = Date.now() + WITHIN_MILLISECONDS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || Date.now() > deadline) throw error;
      await new Promise((done) => setTimeout(done, EVERY_MILLISECONDS));
    }
  }
};
