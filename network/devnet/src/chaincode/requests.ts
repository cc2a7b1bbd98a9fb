import type { MetadataEntry } from '../ledger/transaction';
import { FieldReader } from '../protobuf/reader';
import { FieldWriter } from '../protobuf/writer';
import type { Simulation } from '../state/simulation';
import { simulationErrors } from '../state/simulation-error';
import { messageType } from './message';
import { decodePageRequest, type OpenQueries } from './queries';

/** One running invocation, as its requests see it. */
export interface RequestContext {
  readonly simulation: Simulation;
  /** The chaincode whose state it is. */
  readonly namespace: string;
  readonly queries: OpenQueries;
  /** Fabric's `Init` must not touch private data. */
  readonly isInit: boolean;
}

type Handler = (payload: Uint8Array, context: RequestContext) => Uint8Array;

const NOTHING: Uint8Array = new Uint8Array();

/** Fields of the small request messages: numbered bytes, the last of each counting. */
function fieldsOf(payload: Uint8Array): (Uint8Array | undefined)[] {
  const fields: (Uint8Array | undefined)[] = [];
  const reader = new FieldReader(payload);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (reader.isBytes()) fields[field] = reader.bytes();
    else reader.skip();
  }
  return fields;
}

const text = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');

/** The collection a request names; empty for public state. */
function collectionOf(bytes: Uint8Array | undefined, context: RequestContext): string {
  const collection = text(bytes);
  if (collection !== '' && context.isInit) throw new Error('private data APIs are not allowed in chaincode Init()');
  return collection;
}

const getState: Handler = (payload, context) => {
  const fields = fieldsOf(payload);
  const collection = collectionOf(fields[2], context);
  const value =
    collection === ''
      ? context.simulation.getState(context.namespace, text(fields[1]))
      : context.simulation.getPrivateData(context.namespace, collection, text(fields[1]));
  return value ?? NOTHING;
};

const putState: Handler = (payload, context) => {
  const fields = fieldsOf(payload);
  const value = fields[2] ?? NOTHING;
  const collection = collectionOf(fields[3], context);
  if (collection === '') context.simulation.putState(context.namespace, text(fields[1]), value);
  else context.simulation.putPrivateData(context.namespace, collection, text(fields[1]), value);
  return NOTHING;
};

const deleteState: Handler = (payload, context) => {
  const fields = fieldsOf(payload);
  const collection = collectionOf(fields[2], context);
  if (collection === '') context.simulation.deleteState(context.namespace, text(fields[1]));
  else context.simulation.deletePrivateData(context.namespace, collection, text(fields[1]));
  return NOTHING;
};

const purge: Handler = (payload, context) => {
  const fields = fieldsOf(payload);
  const collection = collectionOf(fields[2], context);
  if (collection === '') throw new Error('only applicable for private data');
  context.simulation.purgePrivateData(context.namespace, collection, text(fields[1]));
  return NOTHING;
};

const getHash: Handler = (payload, context) => {
  const fields = fieldsOf(payload);
  const collection = collectionOf(fields[2], context);
  return context.simulation.getPrivateDataHash(context.namespace, collection, text(fields[1])) ?? NOTHING;
};

const getMetadata: Handler = (payload, context) => {
  const fields = fieldsOf(payload);
  const collection = collectionOf(fields[2], context);
  const { simulation, namespace } = context;
  const entries =
    collection === ''
      ? simulation.getStateMetadata(namespace, text(fields[1]))
      : simulation.getPrivateDataMetadata(namespace, collection, text(fields[1]));
  const result = new FieldWriter();
  for (const { name, value } of entries) {
    result.message(1, new FieldWriter().string(1, name).bytes(2, value).finish());
  }
  return result.finish();
};

const putMetadata: Handler = (payload, context) => {
  const fields = fieldsOf(payload);
  const collection = collectionOf(fields[3], context);
  const [, name, value] = fieldsOf(fields[4] ?? NOTHING);
  const entry: MetadataEntry = { name: text(name), value: value ?? NOTHING };
  const { simulation, namespace } = context;
  if (collection === '') simulation.putStateMetadata(namespace, text(fields[1]), entry);
  else simulation.putPrivateDataMetadata(namespace, collection, text(fields[1]), entry);
  return NOTHING;
};

const getRange: Handler = (payload, context) => {
  const fields = fieldsOf(payload);
  const [startKey, endKey] = [text(fields[1]), text(fields[2])];
  const collection = collectionOf(fields[3], context);
  const page = decodePageRequest(fields[4] ?? NOTHING);
  const { simulation, namespace, queries } = context;
  if (collection !== '') return queries.start(simulation.privateRange(namespace, collection, startKey, endKey));
  if (page === undefined) return queries.start(simulation.range(namespace, startKey, endKey));
  return queries.start(simulation.pagedRange(namespace, page.bookmark || startKey, endKey), page);
};

const richQuery: Handler = (payload) => {
  const isPaged = decodePageRequest(fieldsOf(payload)[3] ?? NOTHING) !== undefined;
  throw isPaged ? simulationErrors.pagedRichQuery() : simulationErrors.richQuery();
};

const getHistory: Handler = (payload, { simulation, namespace, queries }) =>
  queries.start(simulation.history(namespace, text(fieldsOf(payload)[1])));

const getMultiple: Handler = (payload, context) => {
  const keys: string[] = [];
  let collectionName: Uint8Array | undefined;
  const reader = new FieldReader(payload);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) keys.push(reader.string());
    else if (field === 2) collectionName = reader.bytes();
    else reader.skip();
  }
  const collection = collectionOf(collectionName, context);
  const { simulation, namespace } = context;
  const result = new FieldWriter();
  for (const key of keys) {
    const value =
      collection === '' ? simulation.getState(namespace, key) : simulation.getPrivateData(namespace, collection, key);
    result.message(1, value ?? NOTHING);
  }
  return result.finish();
};

/** A record of a batch has the fields of the single requests, in places of its own. */
const writeBatch: Handler = (payload, context) => {
  const reader = new FieldReader(payload);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) writeRecord(reader.bytes(), context);
    else reader.skip();
  }
  return NOTHING;
};

function writeRecord(record: Uint8Array, context: RequestContext): void {
  let type = 0;
  const reader = new FieldReader(record);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 5) type = reader.varint();
    else reader.skip();
  }
  const [, key, value, collection, metadata] = fieldsOf(record);
  const short = new FieldWriter().bytes(1, key);
  if (type === messageType.PUT_STATE) putState(short.bytes(2, value).bytes(3, collection).finish(), context);
  else if (type === messageType.DEL_STATE) deleteState(short.bytes(2, collection).finish(), context);
  else if (type === messageType.PURGE_PRIVATE_DATA) purge(short.bytes(2, collection).finish(), context);
  else if (type === messageType.PUT_STATE_METADATA) {
    putMetadata(short.bytes(3, collection).bytes(4, metadata).finish(), context);
  } else throw new Error('unknown operation type');
}

const handlers = new Map<number, Handler>([
  [messageType.GET_STATE, getState],
  [messageType.PUT_STATE, putState],
  [messageType.DEL_STATE, deleteState],
  [messageType.PURGE_PRIVATE_DATA, purge],
  [messageType.GET_PRIVATE_DATA_HASH, getHash],
  [messageType.GET_STATE_METADATA, getMetadata],
  [messageType.PUT_STATE_METADATA, putMetadata],
  [messageType.GET_STATE_BY_RANGE, getRange],
  [messageType.GET_QUERY_RESULT, richQuery],
  [messageType.GET_HISTORY_FOR_KEY, getHistory],
  [messageType.GET_STATE_MULTIPLE, getMultiple],
  [messageType.WRITE_BATCH_STATE, writeBatch],
  [messageType.QUERY_STATE_NEXT, (payload, { queries }) => queries.next(text(fieldsOf(payload)[1]))],
  [messageType.QUERY_STATE_CLOSE, (payload, { queries }) => queries.close(text(fieldsOf(payload)[1]))],
]);

/** What answers a chaincode's request of this type: the payload of a RESPONSE, or an error to send as ERROR. */
export const requestHandler = (type: number): Handler | undefined => handlers.get(type);
