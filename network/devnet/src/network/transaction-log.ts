import { peer } from '@hyperledger/fabric-protos';
import type { ChannelLedger, CommittedBlock } from '../ledger/channel-ledger';
import { summarise } from '../ledger/transaction-summary';
import type { Log } from '../log';

const none = new Uint8Array();

const codeName = (code: number): string =>
  Object.entries(peer.TxValidationCode).find(([, value]) => value === code)?.[0] ?? String(code);

/** Writes one line a committed transaction. @returns what ends it */
export const logTransactions = (ledger: ChannelLedger, log: Log, now: () => Date): (() => void) =>
  ledger.onCommit(({ number, block, transactions }: CommittedBlock) => {
    const envelopes = block.getData()?.getDataList_asU8() ?? [];
    transactions.forEach(({ transactionId, code }, index) => {
      const summary = summarise(envelopes[index] ?? none);
      log.info('transaction', {
        channel: ledger.channel,
        block: number,
        transaction: transactionId,
        code: codeName(code),
        ...(summary && {
          chaincode: summary.chaincode,
          function: summary.function,
          endorsers: summary.endorsers,
          ms: now().getTime() - summary.timestamp,
        }),
      });
    });
  });
