import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import { faultFields, type Log } from '../log';
import type { Duty, DutyBook } from '../projection/duty-book';
import { recordsOf } from '../records';
import { releaseKeys } from './emergency-duty';
import { eraseOwnPart } from './erasure-duty';

/** Who signs for the gateway's own part, where no person does. */
export interface DutySigners {
  /** Keeps the emergency key; without one this member is no custodian. */
  readonly custodian?: Caller;
  /** Purges; without one an erasure waits for it. */
  readonly steward?: Caller;
}

export interface DutyOptions {
  readonly context: ServiceContext;
  readonly book: DutyBook;
  readonly signers: DutySigners;
  readonly log: Log;
  /** Milliseconds before what failed is tried again; doubled up to a minute while it fails. */
  readonly patience?: number;
}

export interface RunningDuties {
  close(): Promise<void>;
}

const PATIENCE = 2000;
const LONGEST = 60_000;

/** Does what the ledger asks of this gateway, one thing after the other, and again until it is done. */
export function runDuties({ context, book, signers, log, patience = PATIENCE }: DutyOptions): RunningDuties {
  const records = recordsOf(context);
  let isClosed = false;
  let isAsked = false;
  let wait = patience;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;

  async function perform(duty: Duty): Promise<boolean> {
    if (duty.kind === 'emergency') {
      if (signers.custodian !== undefined) await releaseKeys(context, records, signers.custodian, duty.case);
      return true;
    }
    if (signers.steward === undefined) return false;
    await eraseOwnPart(context, records, signers.steward, duty);
    return true;
  }

  async function round(): Promise<void> {
    let isLeft = false;
    for (const duty of await book.open()) {
      if (isClosed) return;
      try {
        if (await perform(duty)) await book.done(duty.id);
        else isLeft = true;
      } catch (error) {
        isLeft = true;
        log.write('warn', 'duty-fault', { ...faultFields(error), transaction: duty.kind });
      }
    }
    if (isLeft) again();
    else wait = patience;
  }

  function again(): void {
    clearTimeout(timer);
    timer = setTimeout(wake, wait);
    timer.unref();
    wait = Math.min(wait * 2, LONGEST);
  }

  function wake(): void {
    if (isClosed) return;
    if (working !== undefined) {
      isAsked = true;
      return;
    }
    isAsked = false;
    working = round()
      .catch((error: unknown) => {
        log.write('warn', 'duty-fault', faultFields(error));
        again();
      })
      .finally(() => {
        working = undefined;
        if (isAsked) wake();
      });
  }

  book.onNew(wake);
  wake();
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await working;
    },
  };
}
