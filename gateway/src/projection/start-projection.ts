import type { Ledger } from '../ledger/ledger';
import { feedProjection } from './feed';
import type { CaseIndex } from './case-index';
import type { DutyBook } from './duty-book';
import { LedgerNews, type News } from './ledger-news';
import { openProjection } from './open-projection';
import type { PrescriptionIndex } from './prescription-index';

export interface RunningProjection {
  readonly index: PrescriptionIndex;
  readonly cases: CaseIndex;
  readonly duties: DutyBook;
  readonly news: News;
  /** Stops following the ledger; ends once the event in hand is written. */
  close(): Promise<void>;
}

/** Opens the read model in a file, or `:memory:`, and follows the ledger. */
export async function startProjection(
  file: string,
  ledger: Pick<Ledger, 'events'>,
  onFault?: (error: unknown) => void,
): Promise<RunningProjection> {
  const projection = await openProjection(file);
  const news = new LedgerNews();
  const stop = new AbortController();
  const fed = feedProjection({
    projection,
    ledger,
    signal: stop.signal,
    news,
    ...(onFault === undefined ? {} : { onFault }),
  });
  return {
    index: projection,
    cases: projection.cases,
    duties: projection.duties,
    news,
    async close() {
      stop.abort();
      await fed;
      await projection.close();
    },
  };
}
