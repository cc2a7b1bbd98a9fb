import { setTimeout as sleep } from 'node:timers/promises';
import type { Gateway, Status, Transaction } from '@hyperledger/fabric-gateway';
import { gateway as messages, msp } from '@hyperledger/fabric-protos';
import { Problem } from '../../http/problem';
import { readFault } from '../fabric-fault';

/** Milliseconds between two questions to a peer that could not be reached. */
const AGAIN = 250;
/** Milliseconds a transaction has to turn up in a block after the orderers are said to have refused it. */
const AFTER_REFUSAL = 10_000;

interface Sending {
  readonly gateway: Gateway;
  readonly channel: string;
  readonly transaction: Transaction;
  /** Milliseconds from sending to commit. */
  readonly patience: number;
}

/**
 * Sends a transaction once and finds out what became of it. Its status is asked for from the start, since a failed
 * answer to sending says nothing: under BFT such transactions were found committed.
 * @throws Problem LEDGER_OUTCOME_UNKNOWN with the transaction id; safe to repeat with the same command id
 */
export async function sendOnce(sending: Sending): Promise<Status> {
  let refusal: unknown;
  const refused = sending.transaction.submit().then(
    () => new Promise<never>(() => undefined),
    async (error: unknown) => {
      refusal = error;
      await sleep(AFTER_REFUSAL, undefined, { ref: false });
      return undefined;
    },
  );
  const status = await Promise.race([askStatus(sending), refused]);
  if (status !== undefined) return status;
  const transactionId = sending.transaction.getTransactionId();
  throw new Problem('LEDGER_OUTCOME_UNKNOWN', { transactionId }, { cause: refusal });
}

/** Asks the peer for the outcome until it says so; undefined when the time is over. */
async function askStatus({ gateway, channel, transaction, patience }: Sending): Promise<Status | undefined> {
  const commit = gateway.newCommit(statusRequest(gateway, channel, transaction.getTransactionId()));
  const end = Date.now() + patience;
  while (Date.now() < end) {
    try {
      return await commit.getStatus({ deadline: end });
    } catch (error) {
      const { problem } = readFault(error);
      if (problem.code !== 'LEDGER_UNAVAILABLE') throw problem;
      await sleep(AGAIN);
    }
  }
  return undefined;
}

function statusRequest(gateway: Gateway, channel: string, transactionId: string): Uint8Array {
  const { mspId, credentials } = gateway.getIdentity();
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(credentials);
  const request = new messages.CommitStatusRequest();
  request.setChannelId(channel);
  request.setTransactionId(transactionId);
  request.setIdentity(identity.serializeBinary());
  const signed = new messages.SignedCommitStatusRequest();
  signed.setRequest(request.serializeBinary());
  return signed.serializeBinary();
}
