import { type common, peer } from '@hyperledger/fabric-protos';
import type { CommittedBlock, CommittedTransaction } from './channel-ledger';
import type { Judged } from './judgement';

const { VALID } = peer.TxValidationCode;

/** A block as listeners are told of it; its message is made for those who look at it. */
export const committedBlock = (
  number: number,
  judged: readonly Judged[],
  message: () => common.Block,
  forget: CommittedBlock['forget'],
): CommittedBlock => ({
  number,
  get block() {
    return message();
  },
  codes: judged.map(({ code }) => code),
  transactions: judged.map(committedTransaction),
  forget,
});

function committedTransaction({ parsed, transactionId, code }: Judged): CommittedTransaction {
  const event = parsed.kind === 'endorser' && code === VALID ? parsed.transaction.event : undefined;
  return { transactionId, code, ...(event && { event }) };
}
