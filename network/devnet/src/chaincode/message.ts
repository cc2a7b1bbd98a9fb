import { FieldReader } from '../protobuf/reader';
import { FieldWriter } from '../protobuf/writer';

/** `protos.ChaincodeMessage.Type`. */
export const messageType = {
  REGISTER: 1,
  REGISTERED: 2,
  INIT: 3,
  READY: 4,
  TRANSACTION: 5,
  COMPLETED: 6,
  ERROR: 7,
  GET_STATE: 8,
  PUT_STATE: 9,
  DEL_STATE: 10,
  INVOKE_CHAINCODE: 11,
  RESPONSE: 13,
  GET_STATE_BY_RANGE: 14,
  GET_QUERY_RESULT: 15,
  QUERY_STATE_NEXT: 16,
  QUERY_STATE_CLOSE: 17,
  KEEPALIVE: 18,
  GET_HISTORY_FOR_KEY: 19,
  GET_STATE_METADATA: 20,
  PUT_STATE_METADATA: 21,
  GET_PRIVATE_DATA_HASH: 22,
  PURGE_PRIVATE_DATA: 23,
  WRITE_BATCH_STATE: 24,
  GET_STATE_MULTIPLE: 25,
} as const;

const names = new Map<number, string>(Object.entries(messageType).map(([name, value]) => [value, name]));

export const messageTypeName = (type: number): string => names.get(type) ?? String(type);

/** One message of the stream between a peer and a chaincode, in plain values. */
export interface ChaincodeMessage {
  readonly type: number;
  readonly payload: Uint8Array;
  readonly transactionId: string;
  readonly channel: string;
  /** Serialised `protos.SignedProposal`; on INIT and TRANSACTION. */
  readonly proposal?: Uint8Array;
  /** Serialised `protos.ChaincodeEvent`; on COMPLETED. */
  readonly event?: Uint8Array;
}

const NOTHING: Uint8Array = new Uint8Array();

export function encodeMessage(message: ChaincodeMessage): Uint8Array {
  const writer = new FieldWriter().number(1, message.type);
  writer.bytes(3, message.payload).string(4, message.transactionId);
  if (message.proposal !== undefined) writer.message(5, message.proposal);
  if (message.event !== undefined) writer.message(6, message.event);
  return writer.string(7, message.channel).finish();
}

export function decodeMessage(bytes: Uint8Array): ChaincodeMessage {
  let type = 0;
  let payload = NOTHING;
  let transactionId = '';
  let channel = '';
  let event: Uint8Array | undefined;
  const reader = new FieldReader(bytes);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) type = reader.varint();
    else if (field === 3) payload = reader.bytes();
    else if (field === 4) transactionId = reader.string();
    else if (field === 6) event = reader.bytes();
    else if (field === 7) channel = reader.string();
    else reader.skip();
  }
  return { type, payload, transactionId, channel, ...(event && { event }) };
}
