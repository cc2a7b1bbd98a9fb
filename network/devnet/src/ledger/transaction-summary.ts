import { FieldReader } from '../protobuf/reader';

/** What a log line says of a transaction: never its arguments. */
export interface TransactionSummary {
  readonly chaincode: string;
  /** The function that was called; `?` where its name is not one. */
  readonly function: string;
  /** MSP ids, in the order of their endorsements. */
  readonly endorsers: readonly string[];
  /** Client's clock, milliseconds since the epoch. */
  readonly timestamp: number;
}

const functionName = /^[\w.:-]{1,100}$/;
const none = new Uint8Array();

/** Fields of a message by number: the last of each, and all of `repeated`. */
const fields = (bytes: Uint8Array, wanted: readonly number[], repeated = 0) => {
  const found = new Map<number, Uint8Array>();
  const list: Uint8Array[] = [];
  const reader = new FieldReader(bytes);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === repeated) list.push(reader.bytes());
    else if (wanted.includes(field)) found.set(field, reader.bytes());
    else reader.skip();
  }
  return { at: (field: number): Uint8Array => found.get(field) ?? none, list };
};

/** Follows a path of embedded messages. */
const within = (bytes: Uint8Array, ...path: readonly number[]): Uint8Array =>
  path.reduce((message, field) => fields(message, [field]).at(field), bytes);

const seconds = (timestamp: Uint8Array): number => {
  let milliseconds = 0;
  const reader = new FieldReader(timestamp);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    const value = reader.varint();
    milliseconds += field === 1 ? value * 1000 : Math.floor(value / 1e6);
  }
  return milliseconds;
};

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** Reads from an envelope's bytes what may be logged of it. Undefined for what is no endorser transaction. */
export const summarise = (envelope: Uint8Array): TransactionSummary | undefined => {
  try {
    const payload = fields(within(envelope, 1), [1, 2]);
    const action = fields(within(payload.at(2), 1, 2), [1, 2]);
    const spec = fields(within(action.at(1), 1, 1), [2, 3]);
    const [name] = fields(spec.at(3), [], 1).list;
    const { list: endorsements } = fields(action.at(2), [], 2);
    if (spec.at(2).length === 0) return undefined;
    const called = text(name ?? none);
    return {
      chaincode: text(within(spec.at(2), 2)),
      function: functionName.test(called) ? called : '?',
      endorsers: endorsements.map((endorsement) => text(within(endorsement, 1, 1))),
      timestamp: seconds(within(payload.at(1), 1, 3)),
    };
  } catch {
    return undefined;
  }
};
