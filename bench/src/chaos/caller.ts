import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpClient, type HttpAnswer, type HttpClient } from '../http-client';
import type { Journal, Step } from './journal';

/** A command as a caller gives it. */
export interface Order {
  readonly step: Step;
  /** Absent for an issue: the gateway draws the id. */
  readonly prescription?: string;
  readonly path: string;
  readonly body?: object;
  /** Whether another organisation took the step before: its peer may have the block already, and one's own not yet. */
  readonly isHandedOver?: boolean;
}

/** What became of it; undefined where it was given up. */
export type Outcome =
  | { readonly isAcknowledged: true; readonly answer: HttpAnswer['body'] }
  | { readonly isAcknowledged: false; readonly code: string }
  | undefined;

/** What a peer says of a prescription that another organisation's has already further on. */
const NOT_HERE_YET: readonly string[] = ['RX_NOT_FOUND', 'RX_STATUS', 'PAYMENT_NOT_FOUND'];

/** Milliseconds until an answer is no longer waited for, and between two tries. */
const PATIENCE = 20_000;
const PAUSE = 200;

/** Somebody who takes no failure for an answer: the same command, under the same key, until it is done or refused. */
export class Caller {
  readonly #client: HttpClient;

  constructor(
    readonly organisation: string,
    gateway: string,
    token: string,
    private readonly journal: Journal,
    /** When to give up, `performance.now()`; asked before each try. */
    private readonly deadline: () => number,
  ) {
    this.#client = httpClient(`${gateway}/v1`, { authorization: `Bearer ${token}` }, PATIENCE);
  }

  async give(order: Order): Promise<Outcome> {
    const key = randomUUID();
    const { step } = order;
    const { organisation } = this;
    while (performance.now() < this.deadline()) {
      const answer = await this.#try(order, key);
      if (answer === undefined) continue;
      if (answer.status >= 400) return { isAcknowledged: false, code: codeOf(answer) };
      const { id, receipt, prescription } = answer.body as {
        readonly id?: string;
        readonly prescription?: string;
        readonly receipt: { readonly transactionId: string };
      };
      this.journal.acknowledge({
        step,
        organisation,
        prescription: order.prescription ?? id ?? prescription!,
        transactionId: receipt.transactionId,
      });
      return { isAcknowledged: true, answer: answer.body };
    }
    this.journal.abandoned.push({ step, organisation });
    return undefined;
  }

  close(): void {
    this.#client.close();
  }

  /** Undefined where the same call may succeed later. */
  async #try({ path, body = {}, isHandedOver = false }: Order, key: string): Promise<HttpAnswer | undefined> {
    try {
      const answer = await this.#client.call('POST', path, { body, headers: { 'idempotency-key': key } });
      if (answer.status < 400) return answer;
      const isPassing =
        answer.status >= 500 ||
        answer.body['retry'] === 'later' ||
        (isHandedOver && NOT_HERE_YET.includes(codeOf(answer)));
      if (!isPassing) return answer;
      this.journal.repeat(codeOf(answer));
    } catch (error) {
      this.journal.repeat((error as NodeJS.ErrnoException).code ?? 'no answer in time');
    }
    await sleep(PAUSE);
    return undefined;
  }
}

const codeOf = ({ status, body }: HttpAnswer): string =>
  typeof body['code'] === 'string' ? body['code'] : `HTTP ${status}`;
