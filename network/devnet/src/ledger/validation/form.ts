import { common, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../config/channel-config';
import { equalBytes } from '../../wire/bytes';
import { proposalHash } from '../../wire/hashes';
import { decode } from '../../wire/protobuf';
import { readReadWriteSet } from '../read-rwset';
import type { EndorserTransaction, ReadWriteSet } from '../transaction';
import { byteFields, nothing, repeatedField, type ByteFields } from './fields';
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
  readonly endorsements: EndorserTransaction['endorsements'];
}

/** The parts of a `peer.ChaincodeAction`. */
interface ChaincodeAction {
  readonly results: Uint8Array;
  readonly events: Uint8Array;
  readonly response: Uint8Array;
  readonly chaincodeId: Uint8Array | undefined;
}

const readAction = (open: OpenEnvelope): Action => {
  const [action, ...others] = repeatedField(open.data, 1);
  if (!action || others.length > 0) {
    throw new Error(`only one action per transaction is supported, tx contains ${action ? others.length + 1 : 0}`);
  }
  const [, header = nothing, payload = nothing] = byteFields(action);
  readSignatureHeader(header);
  const [, proposalPayload = nothing, endorsed] = byteFields(payload);
  if (!endorsed) throw new Error('nil action');
  const [, responsePayload = nothing] = byteFields(endorsed);
  const [, claimed = nothing, extension = nothing] = byteFields(responsePayload);
  const hash = proposalHash(open.channelHeaderBytes, header, proposalPayload);
  if (!equalBytes(hash, claimed)) throw new Error('proposal hash does not match');
  const endorsements = repeatedField(endorsed, 2).map((endorsement) => {
    const [, identity = nothing, signature = nothing] = byteFields(endorsement);
    return { identity, signature };
  });
  return { responsePayload, extension, endorsements };
};

const readChaincodeAction = (bytes: Uint8Array): ChaincodeAction => {
  const [, results = nothing, events = nothing, response = nothing, chaincodeId] = byteFields(bytes);
  return { results, events, response, chaincodeId };
};

/** The chaincode that header and action agree on. */
const checkChaincode = (extension: ByteFields, action: ChaincodeAction): peer.ChaincodeID => {
  const [, , asked] = extension;
  if (!asked) throw new Rejection(code.INVALID_OTHER_REASON, 'nil ChaincodeId in header extension');
  if (!action.chaincodeId) throw new Rejection(code.INVALID_OTHER_REASON, 'nil ChaincodeId in ChaincodeAction');
  const name = orReject(code.BAD_HEADER_EXTENSION, () => decode(peer.ChaincodeID, asked)).getName();
  const ran = orReject(code.BAD_RESPONSE_PAYLOAD, () => decode(peer.ChaincodeID, action.chaincodeId ?? nothing));
  if (name === '') throw new Rejection(code.INVALID_CHAINCODE, 'invalid chaincode ID');
  if (name !== ran.getName()) {
    throw new Rejection(code.INVALID_CHAINCODE, `inconsistent ccid info (${name}/${ran.getName()})`);
  }
  if (ran.getVersion() === '') throw new Rejection(code.INVALID_CHAINCODE, 'invalid chaincode version');
  return ran;
};

const readEvent = (bytes: Uint8Array, chaincode: string): peer.ChaincodeEvent | undefined => {
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

const endorserTransaction = (open: OpenEnvelope, transactionId: string): EndorserTransaction => {
  const { channelId, timestamp, extension: headerExtension } = open.channelHeader;
  const { responsePayload, extension, endorsements } = orReject(code.INVALID_ENDORSER_TRANSACTION, () =>
    readAction(open),
  );
  // The order of these checks decides which code a transaction with several faults gets.
  const asked = orReject(code.BAD_HEADER_EXTENSION, () => byteFields(headerExtension));
  const action = orReject(code.BAD_RESPONSE_PAYLOAD, () => readChaincodeAction(extension));
  const response = orReject(code.BAD_RESPONSE_PAYLOAD, () => decode(peer.Response, action.response));
  const writes = orReject(code.BAD_RWSET, () => readReadWriteSet(action.results));
  const chaincodeId = checkChaincode(asked, action);
  const event = readEvent(action.events, chaincodeId.getName());
  checkNamespaces(writes);
  return {
    channel: channelId,
    transactionId,
    chaincode: chaincodeId.getName(),
    creator: open.creator,
    timestamp,
    responsePayload,
    response,
    chaincodeId,
    event,
    writes,
    endorsements,
  };
};

const parse = (open: OpenEnvelope): ParsedEnvelope => {
  switch (open.channelHeader.type) {
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
        transactionId: open.channelHeader.transactionId,
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
