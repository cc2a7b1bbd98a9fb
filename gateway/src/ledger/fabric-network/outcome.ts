import type { Commit, Endorser } from 'fabric-common';
import type { CommitListener, Network } from 'fabric-network';
import { Problem } from '../../http/problem';

/** Where a transaction came to lie, and how it was found. */
export interface Outcome {
  readonly block: number;
  readonly validationCode: number;
}

/** Milliseconds a transaction has to turn up in a block after the orderers are said to have refused it. */
const AFTER_REFUSAL = 10_000;

interface Sending {
  readonly network: Network;
  readonly commit: Commit;
  /** The organisation's own peer, whose blocks count. */
  readonly peer: Endorser;
  readonly transactionId: string;
  /** Milliseconds for the orderers to answer. */
  readonly submit: number;
  /** Milliseconds from sending to commit. */
  readonly patience: number;
  /** Asks the ledger itself, where the peer's events cannot say. */
  lookUp(): Promise<Outcome | undefined>;
}

/**
 * Sends a transaction once and waits until one's own peer has it in a block. A failed answer to sending says nothing: the
 * peer is then asked, and nothing is sent again.
 * @throws Problem LEDGER_OUTCOME_UNKNOWN with the transaction id; safe to repeat with the same command id
 */
export async function sendOnce(sending: Sending): Promise<Outcome> {
  const { network, commit, transactionId } = sending;
  const heard = new Hearing(sending.patience);
  const listener = await network.addCommitListener(heard.listener, [sending.peer], transactionId);
  try {
    const targets = network.getChannel().getCommitters();
    void commit.send({ targets, requestTimeout: sending.submit }).then(
      ({ status }: { status?: string }) => {
        if (status !== 'SUCCESS') heard.within(AFTER_REFUSAL);
      },
      () => {
        heard.within(AFTER_REFUSAL);
      },
    );
    const outcome = (await heard.outcome) ?? (await sending.lookUp().catch(() => undefined));
    if (outcome !== undefined) return outcome;
    throw new Problem('LEDGER_OUTCOME_UNKNOWN', { transactionId });
  } finally {
    network.removeCommitListener(listener);
    heard.end();
  }
}

/** What a peer's events say of one transaction; undefined when the time is over or the events break off. */
class Hearing {
  readonly outcome: Promise<Outcome | undefined>;
  readonly #resolve: (outcome: Outcome | undefined) => void;
  #timer: NodeJS.Timeout;

  constructor(patience: number) {
    let settle: (outcome: Outcome | undefined) => void = () => undefined;
    this.outcome = new Promise((resolve) => {
      settle = resolve;
    });
    this.#resolve = settle;
    this.#timer = this.#after(patience);
  }

  readonly listener: CommitListener = (error, event) => {
    if (error !== undefined || event === undefined) {
      this.#resolve(undefined);
      return;
    }
    const validationCode = VALIDATION_CODES[event.status] ?? UNKNOWN_CODE;
    this.#resolve({ block: Number(event.getBlockEvent().blockNumber.toString()), validationCode });
  };

  within(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = this.#after(milliseconds);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#resolve(undefined);
  }

  #after(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#resolve(undefined);
    }, milliseconds);
  }
}

/** `INVALID_OTHER_REASON`. */
const UNKNOWN_CODE = 255;
/** fabric-network gives names where the ledger has numbers. */
const VALIDATION_CODES: Readonly<Record<string, number>> = {
  VALID: 0,
  BAD_CREATOR_SIGNATURE: 4,
  INVALID_ENDORSER_TRANSACTION: 5,
  DUPLICATE_TXID: 9,
  ENDORSEMENT_POLICY_FAILURE: 10,
  MVCC_READ_CONFLICT: 11,
  PHANTOM_READ_CONFLICT: 12,
  CHAINCODE_VERSION_CONFLICT: 18,
  EXPIRED_CHAINCODE: 17,
  INVALID_WRITESET: 24,
  INVALID_CHAINCODE: 25,
};
