import { status } from '@grpc/grpc-js';

const WITHIN_MILLISECONDS = 60_000;
const EVERY_MILLISECONDS = 250;

/** A peer's gateway answers so as long as it has not met the peers that shall endorse. */
const isUndiscovered = (error: unknown): boolean => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === status.UNAVAILABLE && /failed to find any endorsing peers/.test(String(message));
};

/**
 * Does what needs the endorsement of other members' peers, again and again while the peer asked has not met them yet: peers
 * that have just started find each other by and by. Nothing was endorsed then, so trying again is safe.
 */
export const onceDiscovered = async <T>(work: () => Promise<T>): Promise<T> => {
  const deadline = Date.now() + WITHIN_MILLISECONDS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isUndiscovered(error) || Date.now() > deadline) throw error;
      await new Promise((done) => setTimeout(done, EVERY_MILLISECONDS));
    }
  }
};
