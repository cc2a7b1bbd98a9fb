import './quiet-shim';
import { canonicalJson, decodeError, ROLE_ATTRIBUTE, type LedgerEvent } from '@rxledger/chaincode/api';
import { contracts } from '@rxledger/chaincode/contracts';
import { createMemoryNetwork, EndorsementError, type MemoryNetwork } from '../../network/devnet/src/memory';
import type { Caller } from '../src/http/caller';
import { Problem } from '../src/http/problem';
import type {
  EvaluateRequest,
  Ledger,
  LedgerEventRecord,
  Receipt,
  SubmitRequest,
  Submitted,
  TransactionRecord,
} from '../src/ledger/ledger';
import { GENESIS } from '../src/ledger/position';

const CHAINCODE = 'rx';
const CHANNEL = 'rx';

/** The Ledger port over a Fabric channel in memory with the real chaincode: for tests of services and routes. */
export class MemoryLedger implements Ledger {
  readonly recorded: LedgerEventRecord[] = [];
  readonly #transactions = new Map<string, TransactionRecord>();
  readonly #waiting = new Set<() => void>();
  /** Set to lose the answer of the next submit after it was committed, as a dying gateway does. */
  isAnswerLost = false;
  /** Name of the channel in memory. */
  readonly channel = CHANNEL;

  private constructor(readonly network: MemoryNetwork) {}

  static async open(organisations: readonly string[]): Promise<MemoryLedger> {
    const two = `OutOf(2,${organisations.map((mspId) => `'${mspId}.peer'`).join(',')})`;
    const network = await createMemoryNetwork({
      organisations,
      channel: CHANNEL,
      chaincodes: [{ name: CHAINCODE, contracts: [...contracts], endorsementPolicy: two }],
    });
    return new MemoryLedger(network);
  }

  async submit<View>(caller: Caller, request: SubmitRequest): Promise<Submitted<View>> {
    const commit = await this.network
      .submit({
        ...this.#call(caller, request.contract, request.transaction, request.command, request.transient),
        endorsers: request.endorsers,
      })
      .catch(asProblem);
    if (commit.status.endsWith('READ_CONFLICT')) throw new Problem('LEDGER_CONFLICT');
    if (!commit.isValid) throw new Problem('LEDGER_POLICY');
    const { transactionId, block, code, endorsers } = commit;
    this.#transactions.set(transactionId, {
      transactionId,
      block,
      validationCode: code,
      signer: caller.actor,
      endorsers,
    });
    if (commit.event !== undefined) {
      const event = JSON.parse(commit.event.payload.toString('utf8')) as LedgerEvent;
      this.recorded.push({ id: `${block}-${transactionId}`, block, transactionId, event });
      for (const wake of this.#waiting) wake();
    }
    if (this.isAnswerLost) {
      this.isAnswerLost = false;
      throw new Problem('LEDGER_OUTCOME_UNKNOWN', { transactionId });
    }
    const receipt: Receipt = { transactionId, block, endorsers };
    return { view: JSON.parse(commit.payload.toString('utf8')) as View, receipt };
  }

  async evaluate<View>(caller: Caller, request: EvaluateRequest): Promise<View> {
    const { contract, transaction, query, transient, at } = request;
    const answer = await this.network
      .evaluate({
        ...this.#call(caller, contract, transaction, query, transient),
        ...(at === undefined ? {} : { at }),
      })
      .catch(asProblem);
    return JSON.parse(answer.toString('utf8')) as View;
  }

  async transaction(_caller: Caller, transactionId: string): Promise<TransactionRecord> {
    const record = this.#transactions.get(transactionId);
    if (record === undefined) throw new Problem('LEDGER_INTERNAL');
    return record;
  }

  async *events(after: string | undefined, signal: AbortSignal): AsyncIterable<LedgerEventRecord> {
    let next = after === undefined ? this.recorded.length : 0;
    if (after !== undefined && after !== GENESIS) next = this.recorded.findIndex(({ id }) => id === after) + 1;
    while (!signal.aborted) {
      const record = this.recorded[next];
      if (record === undefined) await this.#more(signal);
      else {
        next += 1;
        yield record;
      }
    }
  }

  async ping(): Promise<void> {
    this.network.height();
  }

  async close(): Promise<void> {
    this.network.close();
  }

  #call(caller: Caller, contract: string, transaction: string, command: object, transient: object = {}) {
    const attributes = caller.role === undefined ? {} : { attributes: { [ROLE_ATTRIBUTE]: caller.role } };
    return {
      identity: this.network.identity(caller.mspId, caller.enrolmentId, attributes),
      chaincode: CHAINCODE,
      fn: `${contract}:${transaction}`,
      args: [canonicalJson(command)],
      transient: transient as Record<string, string>,
    };
  }

  async #more(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}

/** What a peer's refusal is to the port. */
function asProblem(error: unknown): never {
  if (error instanceof EndorsementError) {
    const decoded = decodeError(error.message);
    if (decoded !== undefined) throw new Problem(decoded.code, decoded.detail);
  }
  throw error;
}
