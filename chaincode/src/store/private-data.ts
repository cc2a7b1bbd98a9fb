import type { Stub } from './stub';
import type { Sealed } from './transient';

/** The collection every organisation has without any configuration; writing to it needs that organisation's signature. */
export const collectionOf = (mspId: string): string => `_implicit_org_${mspId}`;

/** Keeps the same content, with its salt, at each of some organisations. */
export async function keepPrivate(
  stub: Stub,
  organisations: readonly string[],
  key: string,
  sealed: Sealed<unknown>,
): Promise<void> {
  const value = Buffer.from(JSON.stringify({ content: sealed.content, salt: sealed.salt }));
  for (const organisation of new Set(organisations)) await stub.putPrivateData(collectionOf(organisation), key, value);
}

/**
 * Reads what an organisation keeps; undefined where it keeps nothing. For queries alone: two endorsers that read private
 * data would come to different read sets.
 */
export async function readPrivate<T>(stub: Stub, organisation: string, key: string): Promise<Sealed<T> | undefined> {
  const bytes = await stub.getPrivateData(collectionOf(organisation), key);
  return bytes.length === 0 ? undefined : (JSON.parse(Buffer.from(bytes).toString('utf8')) as Sealed<T>);
}

/** Removes it at each of some organisations, its history too. */
export async function purgePrivate(stub: Stub, organisations: readonly string[], key: string): Promise<void> {
  for (const organisation of new Set(organisations)) await stub.purgePrivateData(collectionOf(organisation), key);
}
