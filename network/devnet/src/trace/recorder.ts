import type { EndorserAnswer } from '../peer/answer';
import { type CheckedProposal, functionOf } from '../peer/proposal';
import { equalBytes } from '../wire/bytes';

/** One peer's answer to a proposal. */
export interface SeenAnswer {
  readonly mspId: string;
  readonly height: number;
  readonly outcome: EndorserAnswer['outcome'];
  readonly message: string | undefined;
  /** `peer.ProposalResponsePayload`; left out where it is large. */
  readonly payload: Uint8Array | undefined;
  /** Milliseconds of the process's clock. */
  readonly from: number;
  readonly to: number;
}

/** What was seen of a transaction while it happened. */
export interface SeenTransaction {
  readonly channel: string;
  readonly chaincode: string;
  readonly function: string;
  readonly creator: CheckedProposal['creator'];
  readonly answers: SeenAnswer[];
  /** When an orderer took it, when its block was on disk. */
  taken?: number;
  committed?: number;
}

const remembered = 1000;
const largestPayload = 16 * 1024;

const messageOf = (answer: EndorserAnswer): string | undefined => {
  if (answer.outcome === 'endorsed' || answer.outcome === 'answered') return undefined;
  return answer.outcome === 'chaincode-error' ? answer.response.getMessage() : answer.message;
};

/** Remembers the last transactions that peers were asked for: for traces, of those too that never came into a block. */
export class TraceRecorder {
  private readonly seen = new Map<string, SeenTransaction>();

  find(transactionId: string): SeenTransaction | undefined {
    return this.seen.get(transactionId);
  }

  answered(
    proposal: CheckedProposal,
    { answer, ...where }: Pick<SeenAnswer, 'mspId' | 'height' | 'from'> & { readonly answer: EndorserAnswer },
  ): void {
    const { channel, chaincode, creator, transactionId } = proposal;
    let transaction = this.seen.get(transactionId);
    if (!transaction) {
      transaction = { channel, chaincode, creator, function: functionOf(proposal), answers: [] };
      this.seen.set(transactionId, transaction);
      if (this.seen.size > remembered) this.seen.delete(this.seen.keys().next().value!);
    }
    const payload = answer.outcome === 'endorsed' ? answer.payload : undefined;
    // Endorsers mostly agree: the bytes are kept once.
    const same = payload && transaction.answers.find((other) => other.payload && equalBytes(other.payload, payload));
    transaction.answers.push({
      ...where,
      outcome: answer.outcome,
      message: messageOf(answer),
      payload: same?.payload ?? (payload && payload.length <= largestPayload ? payload : undefined),
      to: performance.now(),
    });
  }

  taken(transactionId: string): void {
    const transaction = this.seen.get(transactionId);
    if (transaction) transaction.taken = performance.now();
  }

  committed(transactionId: string): void {
    const transaction = this.seen.get(transactionId);
    if (transaction) transaction.committed = performance.now();
  }
}
