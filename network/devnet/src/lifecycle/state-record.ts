import { createHash } from 'node:crypto';
import { peer } from '@hyperledger/fabric-protos';

const { StateData, StateMetadata } = peer.lifecycle;

/** A structure that the lifecycle keeps in state, one key a field, beside a key that says which fields there are. */
export interface StateRecord {
  readonly type: string;
  /** In the order of Fabric's structure: it is part of what is hashed. */
  readonly fields: readonly (readonly [name: string, value: Uint8Array])[];
}

/** Where records are read. */
export interface RecordSource {
  get(key: string): Uint8Array | undefined;
}

/** Where records are read and written. */
export interface RecordState extends RecordSource {
  put(key: string, value: Uint8Array): void;
}

/** A field that is bytes, as it stands in state. */
export const bytesField = (value: Uint8Array): Uint8Array => {
  const data = new StateData();
  data.setBytes(value);
  return data.serializeBinary();
};

/** A field that is a number, as it stands in state. */
export const numberField = (value: number): Uint8Array => {
  const data = new StateData();
  data.setInt64(value);
  return data.serializeBinary();
};

/** A field that is a string, as it stands in state. */
export const stringField = (value: string): Uint8Array => {
  const data = new StateData();
  data.setString(value);
  return data.serializeBinary();
};

export const metadataKey = (space: string, name: string): string => `${space}/metadata/${name}`;
export const fieldKey = (space: string, name: string, field: string): string => `${space}/fields/${name}/${field}`;

const metadataOf = (record: StateRecord): Uint8Array => {
  const metadata = new StateMetadata();
  metadata.setDatatype(record.type);
  metadata.setFieldsList(record.fields.map(([name]) => name));
  return metadata.serializeBinary();
};

/** The type of the record under a name; undefined where there is none. */
export const recordType = (state: RecordSource, space: string, name: string): string | undefined => {
  const bytes = state.get(metadataKey(space, name));
  return bytes && StateMetadata.deserializeBinary(bytes).getDatatype();
};

const readField = (state: RecordSource, space: string, name: string, field: string) =>
  StateData.deserializeBinary(state.get(fieldKey(space, name, field)) ?? new Uint8Array());

export const readBytes = (state: RecordSource, space: string, name: string, field: string): Uint8Array =>
  readField(state, space, name, field).getBytes_asU8();

export const readNumber = (state: RecordSource, space: string, name: string, field: string): number =>
  readField(state, space, name, field).getInt64();

export const readString = (state: RecordSource, space: string, name: string, field: string): string =>
  readField(state, space, name, field).getString();

const isEqual = (a: Uint8Array | undefined, b: Uint8Array): boolean => a !== undefined && Buffer.compare(a, b) === 0;

/** Writes what differs from what is there, so that write sets hold changes only. */
export const writeRecord = (state: RecordState, space: string, name: string, record: StateRecord): void => {
  const metadata = metadataOf(record);
  const present = state.get(metadataKey(space, name));
  const known = new Set(present ? StateMetadata.deserializeBinary(present).getFieldsList() : []);
  for (const [field, value] of record.fields) {
    const key = fieldKey(space, name, field);
    if (!known.has(field) || !isEqual(state.get(key), value)) state.put(key, value);
  }
  if (!isEqual(present, metadata)) state.put(metadataKey(space, name), metadata);
};

const sha256 = (value: Uint8Array): Buffer => createHash('sha256').update(value).digest();

/**
 * Compares a record with one of which only hashes are known.
 * @returns names of the fields that differ; the record's type where there is no such record
 */
export const mismatches = (
  hashOf: (key: string) => Uint8Array | undefined,
  space: string,
  name: string,
  record: StateRecord,
): string[] => {
  const metadataHash = hashOf(metadataKey(space, name));
  const hashes = record.fields.map(([field]) => hashOf(fieldKey(space, name, field)));
  if (!isEqual(metadataHash, sha256(metadataOf(record)))) return [record.type];
  return record.fields.filter(([, value], index) => !isEqual(hashes[index], sha256(value))).map(([field]) => field);
};
