import type { ChaincodeStub } from 'fabric-shim';
import type { ShimChaincode } from '../../src/memory';

/** One thing a chaincode does: a name from the table below, and its arguments. */
export type Step = readonly [name: string, ...args: string[]];

/** What the shim's iterators, of states and of history, have in common. */
interface Iterator {
  next(): Promise<{ readonly done?: boolean; readonly value?: unknown }>;
  close(): Promise<void>;
}

/** `KeyEndorsementPolicy` of peers of these organisations, all of them. */
const KeyEndorsementPolicy = () =>
  // Loaded at first use: the shim changes process-wide settings.
  (
    jest.requireActual('fabric-shim') as {
      KeyEndorsementPolicy: new () => { addOrgs(role: string, ...msps: string[]): void; getPolicy(): Uint8Array };
    }
  ).KeyEndorsementPolicy;

const policyOf = (organisations: string): Uint8Array => {
  const policy = new (KeyEndorsementPolicy())();
  policy.addOrgs('PEER', ...organisations.split(','));
  return policy.getPolicy();
};

async function drain(iterator: Iterator): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    const { key, isDelete, value } = next.value as unknown as { key?: string; isDelete?: boolean; value: Uint8Array };
    found.push(key ?? (isDelete ? 'deleted' : Buffer.from(value).toString()));
  }
  await iterator.close();
  return found;
}

const text = (value: Uint8Array | undefined): string => Buffer.from(value ?? []).toString();

type Action = (stub: ChaincodeStub, ...args: string[]) => Promise<unknown>;

const actions: Record<string, Action> = {
  get: async (stub, key) => text(await stub.getState(key!)),
  put: (stub, key, value) => stub.putState(key!, Buffer.from(value!)),
  delete: (stub, key) => stub.deleteState(key!),
  range: async (stub, start, end) => drain(await stub.getStateByRange(start!, end!)),
  composite: (stub, type, ...parts) => stub.putState(stub.createCompositeKey(type!, parts), Buffer.from('x')),
  partial: async (stub, type, ...parts) => {
    const keys = (await drain(await stub.getStateByPartialCompositeKey(type!, parts))) as string[];
    return keys.map((key) => stub.splitCompositeKey(key).attributes.join('/'));
  },
  page: async (stub, start, end, size, bookmark) => {
    const { iterator, metadata } = await stub.getStateByRangeWithPagination(start!, end!, Number(size), bookmark ?? '');
    return [await drain(iterator), metadata.bookmark];
  },
  query: (stub, query) => stub.getQueryResult(query!),
  history: async (stub, key) => drain(await stub.getHistoryForKey(key!)),
  require: (stub, key, organisations) => stub.setStateValidationParameter(key!, policyOf(organisations!)),
  required: async (stub, key) => text(await stub.getStateValidationParameter(key!)) !== '',
  getPrivate: async (stub, collection, key) => text(await stub.getPrivateData(collection!, key!)),
  hash: async (stub, collection, key) => Buffer.from(await stub.getPrivateDataHash(collection!, key!)).toString('hex'),
  putPrivate: (stub, collection, key, value) => stub.putPrivateData(collection!, key!, Buffer.from(value!)),
  deletePrivate: (stub, collection, key) => stub.deletePrivateData(collection!, key!),
  purge: (stub, collection, key) => stub.purgePrivateData(collection!, key!),
  rangePrivate: async (stub, collection, start, end) => {
    const result = (await stub.getPrivateDataByRange(collection!, start!, end!)) as unknown as { iterator?: Iterator };
    return drain(result.iterator ?? (result as unknown as Iterator));
  },
  requirePrivate: (stub, collection, key, organisations) =>
    stub.setPrivateDataValidationParameter(collection!, key!, policyOf(organisations!)),
  call: async (stub, chaincode, steps, channel) => {
    const answer = await stub.invokeChaincode(chaincode!, ['steps', steps!], channel ?? '');
    const { status, message, payload } = answer as unknown as { status: number; message: string; payload: Uint8Array };
    return { status, message, payload: text(payload) };
  },
  wait: (_stub, milliseconds) => new Promise((resolve) => setTimeout(resolve, Number(milliseconds))),
};

/** A chaincode that does what its second argument says: a JSON array of steps. Answers an array of what they gave. */
export const stepsChaincode = (): ShimChaincode => {
  const invoke = async (raw: unknown) => {
    const stub = raw as ChaincodeStub;
    try {
      const results: unknown[] = [];
      for (const [name, ...args] of JSON.parse(stub.getArgs()[1] ?? '[]') as Step[]) {
        results.push((await actions[name]!(stub, ...args)) ?? null);
      }
      return { status: 200, payload: Buffer.from(JSON.stringify(results)) };
    } catch (error) {
      return { status: 500, message: (error as Error).message, payload: Buffer.alloc(0) };
    }
  };
  return { Init: invoke, Invoke: invoke };
};
