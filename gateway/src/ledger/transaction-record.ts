import { X509Certificate } from 'node:crypto';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { actorId } from '@rxledger/chaincode/api';
import type { TransactionRecord } from './ledger';

/** What a committed transaction says of itself: who signed it, who endorsed it, how it was found. */
export type TransactionFacts = Omit<TransactionRecord, 'block'>;

/** Reads the answer of `qscc` `GetTransactionByID`, a `ProcessedTransaction`. */
export function readTransaction(bytes: Uint8Array): TransactionFacts {
  const processed = peer.ProcessedTransaction.deserializeBinary(bytes);
  const payload = common.Payload.deserializeBinary(bytesOf(processed.getTransactionenvelope()?.getPayload_asU8()));
  const channelHeader = common.ChannelHeader.deserializeBinary(bytesOf(payload.getHeader()?.getChannelHeader_asU8()));
  const signature = common.SignatureHeader.deserializeBinary(bytesOf(payload.getHeader()?.getSignatureHeader_asU8()));
  return {
    transactionId: channelHeader.getTxId(),
    validationCode: processed.getValidationcode(),
    signer: signerOf(signature.getCreator_asU8()),
    endorsers: endorsersOf(payload.getData_asU8()),
  };
}

function endorsersOf(data: Uint8Array): readonly string[] {
  const organisations = new Set<string>();
  for (const action of peer.Transaction.deserializeBinary(data).getActionsList()) {
    const endorsed = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()).getAction();
    for (const endorsement of endorsed?.getEndorsementsList() ?? []) {
      organisations.add(msp.SerializedIdentity.deserializeBinary(endorsement.getEndorser_asU8()).getMspid());
    }
  }
  return [...organisations].sort();
}

/** The creator as an actor id: MSP id and the certificate's common name, which is the enrolment id. */
function signerOf(creator: Uint8Array): string {
  const identity = msp.SerializedIdentity.deserializeBinary(creator);
  const { subject } = new X509Certificate(Buffer.from(identity.getIdBytes_asU8()));
  return actorId(identity.getMspid(), /^CN=(.+)$/m.exec(subject)?.[1] ?? '');
}

/** Number of the block in the answer of `qscc` `GetBlockByTxID`. */
export function readBlockNumber(bytes: Uint8Array): number {
  const header = common.Block.deserializeBinary(bytes).getHeader();
  if (header === undefined) throw new Error('a block without a header');
  return Number(header.getNumber());
}

function bytesOf(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined) throw new Error('a transaction without its envelope');
  return bytes;
}
