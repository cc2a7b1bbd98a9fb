import { createHash } from 'node:crypto';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import type { LedgerEvent } from '@rxledger/chaincode/api';

/** What the consistency of a ledger is judged by. */
export interface BlockFacts {
  readonly number: number;
  /** SHA-256 of what the block holds and of the header before it, hex: equal hashes mean equal chains. */
  readonly hash: string;
  /** Over the state changes and validation flags of all blocks so far, hex; made by the peer, not by the orderers. */
  readonly commitHash: string;
  readonly transactions: readonly TransactionFacts[];
}

export interface TransactionFacts {
  readonly id: string;
  /** `TxValidationCode`; 0 is valid. */
  readonly code: number;
  /** MSP ids of who endorsed it, sorted. */
  readonly endorsers: readonly string[];
  /** What the contract told of it; a repeated command tells nothing. */
  readonly event?: LedgerEvent;
}

const FLAGS = common.BlockMetadataIndex.TRANSACTIONS_FILTER;
const COMMIT_HASH = common.BlockMetadataIndex.COMMIT_HASH;

/** Reads a block as a peer gives it out. */
export function readBlock(bytes: Uint8Array): BlockFacts {
  const block = common.Block.deserializeBinary(bytes);
  const header = block.getHeader()!;
  const metadata = block.getMetadata()!.getMetadataList_asU8();
  const flags = metadata[FLAGS]!;
  return {
    number: Number(header.getNumber()),
    // The header itself stands as DER in Fabric; for comparing peers its parts do as well.
    hash: sha256(header.getPreviousHash_asU8(), header.getDataHash_asU8()),
    commitHash: hex(common.Metadata.deserializeBinary(metadata[COMMIT_HASH] ?? new Uint8Array()).getValue_asU8()),
    transactions: block
      .getData()!
      .getDataList_asU8()
      .flatMap((envelope, index) => readTransaction(envelope, flags[index] ?? 0)),
  };
}

function readTransaction(envelope: Uint8Array, code: number): readonly TransactionFacts[] {
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
  const header = common.ChannelHeader.deserializeBinary(payload.getHeader()!.getChannelHeader_asU8());
  if (header.getType() !== common.HeaderType.ENDORSER_TRANSACTION) return [];
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(action!.getPayload_asU8()).getAction()!;
  const endorsers = endorsed
    .getEndorsementsList()
    .map((each) => msp.SerializedIdentity.deserializeBinary(each.getEndorser_asU8()).getMspid());
  const event = eventOf(endorsed.getProposalResponsePayload_asU8());
  return [{ id: header.getTxId(), code, endorsers: [...new Set(endorsers)].sort(), ...(event && { event }) }];
}

function eventOf(responsePayload: Uint8Array): LedgerEvent | undefined {
  const { ChaincodeAction, ChaincodeEvent, ProposalResponsePayload } = peer;
  const action = ChaincodeAction.deserializeBinary(
    ProposalResponsePayload.deserializeBinary(responsePayload).getExtension_asU8(),
  );
  const event = ChaincodeEvent.deserializeBinary(action.getEvents_asU8());
  if (!event.getEventName().startsWith('rx.')) return undefined;
  return JSON.parse(Buffer.from(event.getPayload_asU8()).toString('utf8')) as LedgerEvent;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function sha256(...parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
