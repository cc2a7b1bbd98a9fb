import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log';
import { readFault, type FabricFault, type FaultKind } from './fabric-fault';

/** A fault a call ended with, already read. */
export class CallFault extends Error {
  constructor(readonly fault: FabricFault) {
    super(fault.problem.message, { cause: fault.problem });
    this.name = 'CallFault';
  }
}

interface RetryRule {
  /** New attempts after the first. */
  readonly retries: number;
  /** Milliseconds before the first new attempt at most; doubles with each. */
  readonly delay: number;
  /** Peers may have been behind: they are waited for first. */
  readonly isAboutHeights?: boolean;
}

const RULES: Partial<Record<FaultKind, RetryRule>> = {
  conflict: { retries: 5, delay: 20 },
  disagreement: { retries: 5, delay: 20, isAboutHeights: true },
  // What they say once they are as far as any other is so.
  refused: { retries: 1, delay: 0, isAboutHeights: true },
  // Private data is pushed when it is endorsed and fetched within seconds where that failed.
  'not-yet-here': { retries: 8, delay: 50 },
};

/** Longest wait between two attempts, milliseconds. */
const LONGEST = 1000;

/** What a call needs to be run anew. */
export interface Retrying {
  readonly log: Log;
  /** For the log. */
  readonly transaction: string;
  /** Waits for the peers asked, where others are ahead of them. */
  readonly catchUp: () => Promise<void>;
}

/**
 * Runs a call and, where its fault says so, runs it anew. Every attempt is a whole new transaction: nothing that was
 * sent to be ordered is ever sent again. Where peers may have been behind they are waited for first.
 * @throws Problem of the last attempt
 */
export async function withRetries<T>({ log, transaction, catchUp }: Retrying, call: () => Promise<T>): Promise<T> {
  let refusals = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const { kind, problem } = error instanceof CallFault ? error.fault : readFault(error);
      const rule = RULES[kind];
      refusals += kind === 'refused' ? 1 : 0;
      if (rule === undefined || (kind === 'refused' ? refusals > rule.retries : attempt >= rule.retries)) throw problem;
      log.write('debug', 'ledger-retry', { transaction, code: problem.code, attempt });
      if (rule.isAboutHeights) await catchUp();
      await sleep(randomInt(1, 2 + Math.min(LONGEST, rule.delay * 2 ** attempt)));
    }
  }
}
