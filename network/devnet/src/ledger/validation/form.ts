import { common, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../config/channel-config';
import { equalBytes } from '../../wire/bytes';
import { proposalHash } from '../../wire/hashes';
import { decode } from '../../wire/protobuf';
import { readReadWriteSet } from '../read-rwset';
import type { EndorserTransaction, ReadWriteSet } from '../transaction';
import { checkTransactionId, openEnvelope, readSignatureHeader, type OpenEnvelope } from './header';
import { code, orReject, Rejection, type TxValidationCode } from './rejection';

/** An envelope of a block, taken apart. */
export type ParsedEnvelope =
  | { readonly kind: 'endorser'; readonly transaction: EndorserTransaction }
  | { readonly kind: 'config'; readonly transactionId: string; readonly envelope: common.ConfigEnvelope }
  | {
      readonly kind: 'invalid';
      readonly code: TxValidationCode;
      /** For logs; says nothing of the content. */
      readonly reason: string;
      /** Set once the id is known to be genuine: a transaction that is a repeat is reported as one before anything found later. */
      readonly transactionId?: string;
    };

/** A transaction's only action, the hashes of its proposal checked. */
interface Action {
  readonly responsePayload: Uint8Array;
  readonly extension: Uint8Array;
  readonly endorsements: readonly peer.Endorsement[];
}

const readAction = (open: OpenEnvelope): Action => {
  const [action, ...others] = decode(peer.Transaction, open.data).getActionsList();
  if (!action || others.length > 0) {
    throw new Error(`only one action per transaction is supported, tx contains ${action ? others.length + 1 : 0}`);
  }
  readSignatureHeader(action.getHeader_asU8());
  const payload = decode(peer.ChaincodeActionPayload, action.getPayload_asU8());
  const endorsed = payload.getAction();
  if (!endorsed) throw new Error('nil action');
  const responsePayload = endorsed.getProposalResponsePayload_asU8();
  const response = decode(peer.ProposalResponsePayload, responsePayload);
  const hash = proposalHash(
    open.channelHeaderBytes,
    action.getHeader_asU8(),
    payload.getChaincodeProposalPayload_asU8(),
  );
  if (!equalBytes(hash, response.getProposalHash_asU8())) throw new Error('proposal hash does not match');
  return {
    responsePayload,
    extension: response.getExtension_asU8(),
    endorsements: endorsed.getEndorsementsList(),
  };
};

/** The chaincode that header and action agree on. */
const checkChaincode = (extension: peer.ChaincodeHeaderExtension, action: peer.ChaincodeAction): peer.ChaincodeID => {
  const asked = extension.getChaincodeId();
  const ran = action.getChaincodeId();
  if (!asked) throw new Rejection(code.INVALID_OTHER_REASON, 'nil ChaincodeId in header extension');
  if (!ran) throw new Rejection(code.INVALID_OTHER_REASON, 'nil ChaincodeId in ChaincodeAction');
  if (asked.getName() === '') throw new Rejection(code.INVALID_CHAINCODE, 'invalid chaincode ID');
  if (asked.getName() !== ran.getName()) {
    throw new Rejection(code.INVALID_CHAINCODE, `inconsistent ccid info (${asked.getName()}/${ran.getName()})`);
  }
  if (ran.getVersion() === '') throw new Rejection(code.INVALID_CHAINCODE, 'invalid chaincode version');
  return ran;
};

const readEvent = (action: peer.ChaincodeAction, chaincode: string): peer.ChaincodeEvent | undefined => {
  const bytes = action.getEvents_asU8();
  if (bytes.length === 0) return undefined;
  const event = orReject(code.INVALID_OTHER_REASON, () => decode(peer.ChaincodeEvent, bytes));
  if (event.getChaincodeId() !== chaincode) {
    throw new Rejection(
      code.INVALID_OTHER_REASON,
      'chaincode event chaincode id does not match chaincode action chaincode id',
    );
  }
  return event;
};

const checkNamespaces = (writes: ReadWriteSet): void => {
  const seen = new Set<string>();
  for (const { namespace } of writes.namespaces) {
    if (seen.has(namespace)) {
      throw new Rejection(code.ILLEGAL_WRITESET, `duplicate namespace '${namespace}' in txRWSet`);
    }
    seen.add(namespace);
  }
};

/** Milliseconds; the nanoseconds of a timestamp are beyond what is asked of it. */
const milliseconds = (header: common.ChannelHeader): number => {
  const timestamp = header.getTimestamp();
  return timestamp ? timestamp.getSeconds() * 1000 + Math.floor(timestamp.getNanos() / 1e6) : 0;
};

const endorserTransaction = (open: OpenEnvelope, transactionId: string): EndorserTransaction => {
  const { responsePayload, extension, endorsements } = orReject(code.INVALID_ENDORSER_TRANSACTION, () =>
    readAction(open),
  );
  // The order of these checks decides which code a transaction with several faults gets.
  const headerExtension = orReject(code.BAD_HEADER_EXTENSION, () =>
    decode(peer.ChaincodeHeaderExtension, open.channelHeader.getExtension_asU8()),
  );
  const action = orReject(code.BAD_RESPONSE_PAYLOAD, () => decode(peer.ChaincodeAction, extension));
  const writes = orReject(code.BAD_RWSET, () => readReadWriteSet(action.getResults_asU8()));
  const chaincodeId = checkChaincode(headerExtension, action);
  const event = readEvent(action, chaincodeId.getName());
  checkNamespaces(writes);
  return {
    channel: open.channelHeader.getChannelId(),
    transactionId,
    chaincode: chaincodeId.getName(),
    creator: open.creator,
    timestamp: milliseconds(open.channelHeader),
    responsePayload,
    response: action.getResponse() ?? new peer.Response(),
    chaincodeId,
    event,
    writes,
    endorsements: endorsements.map((endorsement) => ({
      identity: endorsement.getEndorser_asU8(),
      signature: endorsement.getSignature_asU8(),
    })),
  };
};

const parse = (open: OpenEnvelope): ParsedEnvelope => {
  switch (open.channelHeader.getType()) {
    case common.HeaderType.ENDORSER_TRANSACTION: {
      const transactionId = checkTransactionId(open);
      try {
        return { kind: 'endorser', transaction: endorserTransaction(open, transactionId) };
      } catch (error) {
        if (!(error instanceof Rejection)) throw error;
        return { kind: 'invalid', code: error.code, reason: error.message, transactionId };
      }
    }
    case common.HeaderType.CONFIG:
      return {
        kind: 'config',
        transactionId: open.channelHeader.getTxId(),
        envelope: orReject(code.INVALID_CONFIG_TRANSACTION, () => decode(common.ConfigEnvelope, open.data)),
      };
    default:
      throw new Rejection(code.UNSUPPORTED_TX_PAYLOAD, 'unsupported transaction payload type');
  }
};

/**
 * Takes an envelope of a block apart and checks its form: headers, the creator's identity and signature, transaction id, proposal hash, chaincode
 * names, read and write set. Endorsements are left to `checkEndorsements`, repeats to the caller, who knows the ledger.
 */
export const parseEnvelope = (bytes: Uint8Array, config: ChannelConfig): ParsedEnvelope => {
  try {
    return parse(openEnvelope(bytes, config));
  } catch (error) {
    if (error instanceof Rejection) return { kind: 'invalid', code: error.code, reason: error.message };
    throw error;
  }
};
