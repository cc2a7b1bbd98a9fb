import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../http/problem';

/** Milliseconds that custodians have to release a key before the reader is told to come back. */
const PATIENCE = 6000;
const AGAIN = 150;

/** Custodians answer an emergency within moments: a read that comes first waits for them. */
export async function waitForKey<T>(read: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'CASE_NO_KEY' || Date.now() > end) throw error;
      await sleep(AGAIN);
    }
  }
}
