import { FieldReader } from '../../protobuf/reader';
import { nothing } from './fields';

/** `common.ChannelHeader`, what validation asks of it. */
export interface ChannelHeader {
  readonly type: number;
  /** Client's clock, milliseconds since the epoch. */
  readonly timestamp: number;
  readonly channelId: string;
  readonly transactionId: string;
  readonly epoch: number;
  readonly extension: Uint8Array;
}

/** `google.protobuf.Timestamp` in milliseconds; finer is not asked of it. */
const readTimestamp = (message: Uint8Array): number => {
  let milliseconds = 0;
  const reader = new FieldReader(message);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) milliseconds += reader.varint() * 1000;
    else if (field === 2) milliseconds += Math.floor(reader.varint() / 1e6);
    else reader.skip();
  }
  return milliseconds;
};

type Draft = { -readonly [K in keyof ChannelHeader]: ChannelHeader[K] };

/** Readers by field number. */
const readers: readonly (((draft: Draft, reader: FieldReader) => void) | undefined)[] = [
  undefined,
  (draft, reader) => {
    draft.type = reader.varint();
  },
  undefined,
  (draft, reader) => {
    draft.timestamp = readTimestamp(reader.bytes());
  },
  (draft, reader) => {
    draft.channelId = reader.string();
  },
  (draft, reader) => {
    draft.transactionId = reader.string();
  },
  (draft, reader) => {
    draft.epoch = reader.varint();
  },
  (draft, reader) => {
    draft.extension = reader.bytes();
  },
];

/**
 * Reads a channel header.
 * @throws ProtobufError
 */
export const readChannelHeader = (message: Uint8Array): ChannelHeader => {
  const draft: Draft = { type: 0, timestamp: 0, channelId: '', transactionId: '', epoch: 0, extension: nothing };
  const reader = new FieldReader(message);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    const read = readers[field];
    if (read) read(draft, reader);
    else reader.skip();
  }
  return draft;
};
