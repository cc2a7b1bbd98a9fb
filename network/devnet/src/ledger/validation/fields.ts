import { FieldReader } from '../../protobuf/reader';

/** Fields of a message that hold bytes, strings or messages, by their number; the last of each counts. Views, not copies. */
export type ByteFields = readonly (Uint8Array | undefined)[];

/**
 * Takes a message apart whose fields of interest are all bytes: envelopes are five such messages deep, and building an object of each costs more
 * than verifying a signature.
 * @throws ProtobufError
 */
export const byteFields = (message: Uint8Array): ByteFields => {
  const fields: (Uint8Array | undefined)[] = [];
  const reader = new FieldReader(message);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (reader.isBytes() && field < highestKnown) fields[field] = reader.bytes();
    else reader.skip();
  }
  return fields;
};

/** No message read here has more fields; others may be there and are passed over. */
const highestKnown = 16;

/**
 * Every value of one repeated field, in order.
 * @throws ProtobufError
 */
export const repeatedField = (message: Uint8Array, wanted: number): Uint8Array[] => {
  const values: Uint8Array[] = [];
  const reader = new FieldReader(message);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === wanted) values.push(reader.bytes());
    else reader.skip();
  }
  return values;
};

/** What stands for a field that is absent: protobuf does not tell it from an empty one. */
export const nothing: Uint8Array = new Uint8Array();
