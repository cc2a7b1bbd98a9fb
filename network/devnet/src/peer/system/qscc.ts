import { common, peer } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger';
import { checkAccess } from '../acl';
import type { SystemChaincode } from '../simulation';
import { failure, success } from './system-services';

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const chainInfo = (ledger: ChannelLedger): peer.Response => {
  const last = ledger.block(ledger.height() - 1);
  const info = new common.BlockchainInfo();
  info.setHeight(ledger.height());
  info.setCurrentblockhash(ledger.lastHash());
  info.setPreviousblockhash(last?.getHeader()?.getPreviousHash_asU8() ?? new Uint8Array());
  return success(info.serializeBinary());
};

const found = (block: common.Block | undefined, otherwise: string): peer.Response =>
  block ? success(block.serializeBinary()) : failure(otherwise);

const blockByNumber = (ledger: ChannelLedger, number: string): peer.Response => {
  if (!/^\d{1,15}$/.test(number)) {
    return failure(`Failed to parse block number with error strconv.ParseUint: parsing "${number}": invalid syntax`);
  }
  return found(
    ledger.block(Number(number)),
    `Failed to get block number ${number}, error no such block number [${number}] in index`,
  );
};

const noTransaction = (id: string) => `no such transaction ID [${id}] in index`;

const blockOf = (ledger: ChannelLedger, id: string): common.Block | undefined => {
  const position = ledger.transaction(id);
  return position && ledger.block(position.block);
};

const transactionById = (ledger: ChannelLedger, id: string): peer.Response => {
  const position = ledger.transaction(id);
  const envelope = position && ledger.block(position.block)?.getData()?.getDataList_asU8()[position.index];
  if (!position || !envelope) {
    return failure(`Failed to get transaction with id ${id}, error ${noTransaction(id)}`);
  }
  const processed = new peer.ProcessedTransaction();
  processed.setTransactionenvelope(common.Envelope.deserializeBinary(envelope));
  processed.setValidationcode(position.code);
  return success(processed.serializeBinary());
};

type Query = (ledger: ChannelLedger, argument: Uint8Array) => peer.Response;

const queries: Readonly<Record<string, Query>> = {
  GetChainInfo: chainInfo,
  GetBlockByNumber: (ledger, number) => blockByNumber(ledger, text(number)),
  GetBlockByHash: (ledger, hash) =>
    found(
      ledger.blockByHash(hash),
      `Failed to get block hash ${text(hash)}, error no such block hash [${hex(hash)}] in index`,
    ),
  GetTransactionByID: (ledger, id) => transactionById(ledger, text(id)),
  GetBlockByTxID: (ledger, id) =>
    found(blockOf(ledger, text(id)), `Failed to get block for txID ${text(id)}, error ${noTransaction(text(id))}`),
};

/** The query system chaincode: blocks and transactions of a channel, by number, hash and transaction id. */
export const createQscc = (ledgerOf: (channel: string) => ChannelLedger | undefined): SystemChaincode => ({
  name: 'qscc',
  invoke({ proposal, mspId }) {
    const { args } = proposal;
    if (args.length < 2) return failure(`Incorrect number of arguments, ${args.length}`);
    const name = text(args[0]);
    const channel = text(args[1]);
    if (name !== 'GetChainInfo' && args.length < 3) return failure(`missing 3rd argument for ${name}`);
    const ledger = ledgerOf(channel);
    if (!ledger) return failure(`Invalid chain ID, ${channel}`);
    try {
      checkAccess(`qscc/${name}`, { channel, config: ledger.config, mspId }, proposal.creator);
    } catch (error) {
      return failure(`access denied for [${name}][${channel}]: [${(error as Error).message}]`);
    }
    const query = Object.hasOwn(queries, name) ? queries[name] : undefined;
    if (!query) return failure(`Requested function ${name} not found.`);
    return query(ledger, args[2] ?? new Uint8Array());
  },
});
