import { common } from '@hyperledger/fabric-protos';
import { FieldReader } from '../protobuf/reader';
import { readReadWriteSet } from './read-rwset';
import type { ReadWriteSet } from './transaction';

/** What a committed envelope says, without any check: it was checked when it was committed. */
export interface CommittedEnvelope {
  readonly transactionId: string;
  /** Client's clock, milliseconds since the epoch. */
  readonly timestamp: number;
  /** Set on valid endorser transactions. */
  readonly writes: ReadWriteSet | undefined;
  /** `common.ConfigEnvelope`, serialised; set on valid configurations. */
  readonly config: Uint8Array | undefined;
}

const NOTHING: Uint8Array = new Uint8Array();

/** Goes down a path of fields, the first of each counting; nothing where one is absent. */
export function descend(message: Uint8Array, ...path: readonly number[]): Uint8Array {
  let bytes = message;
  for (const wanted of path) bytes = firstField(bytes, wanted);
  return bytes;
}

function firstField(message: Uint8Array, wanted: number): Uint8Array {
  const reader = new FieldReader(message);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === wanted && reader.isBytes()) return reader.bytes();
    reader.skip();
  }
  return NOTHING;
}

interface ChannelHeader {
  type: number;
  transactionId: string;
  timestamp: number;
}

function readChannelHeader(bytes: Uint8Array): ChannelHeader {
  const header = { type: 0, transactionId: '', timestamp: 0 };
  const reader = new FieldReader(bytes);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) header.type = reader.varint();
    else if (field === 3) header.timestamp = readTimestamp(reader.bytes());
    else if (field === 5) header.transactionId = reader.string();
    else reader.skip();
  }
  return header;
}

/** Milliseconds of a `google.protobuf.Timestamp`. */
function readTimestamp(bytes: Uint8Array): number {
  let milliseconds = 0;
  const reader = new FieldReader(bytes);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) milliseconds += reader.varint() * 1000;
    else if (field === 2) milliseconds += Math.floor(reader.varint() / 1e6);
    else reader.skip();
  }
  return milliseconds;
}

/** Payload data -> transaction -> first action -> payload -> endorsed action -> response payload -> extension -> results. */
const RESULTS = [1, 2, 2, 1, 2, 1] as const;

/**
 * Reads a committed envelope.
 * @param isValid what its validation code says: of an invalid one only id and time are of interest
 * @throws ProtobufError on a valid one that cannot be read
 */
export function readCommittedEnvelope(envelope: Uint8Array, isValid: boolean): CommittedEnvelope {
  try {
    return readChecked(envelope, isValid);
  } catch (error) {
    if (isValid) throw error;
    return { transactionId: '', timestamp: 0, writes: undefined, config: undefined };
  }
}

function readChecked(envelope: Uint8Array, isValid: boolean): CommittedEnvelope {
  const payload = descend(envelope, 1);
  const { type, transactionId, timestamp } = readChannelHeader(descend(payload, 1, 1));
  const isEndorsed = isValid && type === common.HeaderType.ENDORSER_TRANSACTION;
  const isConfig = isValid && type === common.HeaderType.CONFIG;
  const data = descend(payload, 2);
  return {
    transactionId,
    timestamp: type === common.HeaderType.ENDORSER_TRANSACTION ? timestamp : 0,
    writes: isEndorsed ? readReadWriteSet(descend(data, ...RESULTS)) : undefined,
    config: isConfig ? data : undefined,
  };
}
