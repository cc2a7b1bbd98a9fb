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
}

const RULES: Partial<Record<FaultKind, RetryRule>> = {
  conflict: { retries: 5, delay: 20 },
  // Private data is pushed when it is endorsed and fetched within seconds where that failed.
  'not-yet-here': { retries: 8, delay: 50 },
};

/** Longest wait between two attempts, milliseconds. */
const LONGEST = 1000;

/**
 * Runs a call and, where its fault says so, runs it anew. Every attempt is a whole new transaction: nothing that was
 * sent to be ordered is ever sent again.
 * @throws Problem of the last attempt
 */
export async function withRetries<T>(log: Log, transaction: string, call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const { kind, problem } = error instanceof CallFault ? error.fault : readFault(error);
      const rule = RULES[kind];
      if (rule === undefined || attempt >= rule.retries) throw problem;
      log.write('debug', 'ledger-retry', { transaction, code: problem.code, attempt });
      await sleep(randomInt(1, 1 + Math.min(LONGEST, rule.delay * 2 ** attempt)));
    }
  }
}
