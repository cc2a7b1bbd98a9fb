import type { Signers } from '../domain/signers';
import { endorsementPolicy } from './endorsement-policy';
import type { Stub } from './stub';

/** Reads a JSON value; undefined where the key is absent. */
export async function readState<T>(stub: Stub, key: string): Promise<T | undefined> {
  const bytes = await stub.getState(key);
  return bytes.length === 0 ? undefined : (JSON.parse(Buffer.from(bytes).toString('utf8')) as T);
}

/** Writes a JSON value; its properties stand in the order the object has, which is the same at every endorser. */
export const writeState = (stub: Stub, key: string, value: object): Promise<void> =>
  stub.putState(key, Buffer.from(JSON.stringify(value)));

/** Says whose peers must sign the next change of a key. Takes effect with the block of this transaction. */
export const requireSigners = (stub: Stub, key: string, signers: Signers): Promise<void> =>
  stub.setStateValidationParameter(key, endorsementPolicy(signers));
