import type { Caller } from '../src/http/caller';
import { Problem } from '../src/http/problem';
import type {
  EvaluateRequest,
  Ledger,
  LedgerEventRecord,
  SubmitRequest,
  Submitted,
  TransactionRecord,
} from '../src/ledger/ledger';

type Answer = (caller: Caller, request: SubmitRequest & EvaluateRequest) => unknown;

/** A ledger in memory for tests above the port: answers what it was told, remembers what it was asked. */
export class FakeLedger implements Ledger {
  readonly submitted: { readonly caller: Caller; readonly request: SubmitRequest }[] = [];
  readonly evaluated: { readonly caller: Caller; readonly request: EvaluateRequest }[] = [];
  /** `contract:transaction` -> answer. */
  readonly answers = new Map<string, Answer>();
  readonly recorded: LedgerEventRecord[] = [];
  isReachable = true;

  on(transaction: string, answer: Answer): this {
    this.answers.set(transaction, answer);
    return this;
  }

  async submit<View>(caller: Caller, request: SubmitRequest): Promise<Submitted<View>> {
    this.submitted.push({ caller, request });
    const view = this.#answer(caller, request as never) as View;
    const transactionId = this.submitted.length.toString(16).padStart(64, '0');
    return { view, receipt: { transactionId, block: this.submitted.length, endorsers: request.endorsers } };
  }

  async evaluate<View>(caller: Caller, request: EvaluateRequest): Promise<View> {
    this.evaluated.push({ caller, request });
    return this.#answer(caller, request as never) as View;
  }

  async transaction(caller: Caller, transactionId: string): Promise<TransactionRecord> {
    return { transactionId, block: 1, validationCode: 0, signer: caller.actor, endorsers: [caller.mspId] };
  }

  async *events(after: string | undefined, signal: AbortSignal): AsyncIterable<LedgerEventRecord> {
    const start = after === undefined ? 0 : this.recorded.findIndex(({ id }) => id === after) + 1;
    yield* this.recorded.slice(start);
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve, { once: true });
    });
  }

  async ping(): Promise<void> {
    if (!this.isReachable) throw new Problem('LEDGER_UNAVAILABLE');
  }

  async close(): Promise<void> {
    this.answers.clear();
  }

  #answer(caller: Caller, request: SubmitRequest & EvaluateRequest): unknown {
    const answer = this.answers.get(`${request.contract}:${request.transaction}`);
    if (answer === undefined) throw new Problem('RX_NOT_FOUND');
    return answer(caller, request);
  }
}
