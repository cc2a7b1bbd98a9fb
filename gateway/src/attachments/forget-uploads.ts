import type { ContentStore } from '../content';
import { faultFields, type Log } from '../log';

const DAY = 24 * 60 * 60 * 1000;
const HOUR = 60 * 60 * 1000;

/** Removes uploads that were begun and not touched for a day, now and every hour. @returns what ends it */
export function forgetUploads(content: ContentStore, now: () => number, log: Log): () => void {
  const forget = async (): Promise<void> => {
    try {
      for (const id of await content.stale(now() - DAY)) await content.delete(id);
    } catch (error) {
      log.write('warn', 'content-fault', faultFields(error));
    }
  };
  void forget();
  const timer = setInterval(() => void forget(), HOUR);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
