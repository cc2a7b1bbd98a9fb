import { KEY_USES, keyId, type KeyUse, type KeyView } from '../api';
import { organisationOf } from '../domain/encryption-key';
import { refuse, refuseInput } from '../domain/refusal';
import { KEY_TYPE, keys } from './keys';
import { readAll } from './pages';
import { readState, requireSigners, writeState } from './state';
import type { Stub } from './stub';

export const findKey = (stub: Stub, owner: string, use: KeyUse, version: number): Promise<KeyView | undefined> =>
  readState<KeyView>(stub, keys.key(stub, owner, use, version));

/** The latest version of a key; undefined before the first. */
export async function findLatestKey(stub: Stub, owner: string, use: KeyUse): Promise<KeyView | undefined> {
  const latest = await readState<{ version: number }>(stub, keys.latestKey(stub, owner, use));
  return latest === undefined ? undefined : findKey(stub, owner, use, latest.version);
}

/** A new version; its owner's organisation signs for it. */
export async function addKey(stub: Stub, key: KeyView): Promise<void> {
  const latest = keys.latestKey(stub, key.owner, key.use);
  await saveKey(stub, key);
  await requireSigners(stub, keys.key(stub, key.owner, key.use, key.version), organisationOf(key.owner));
  await writeState(stub, latest, { version: key.version });
  if (key.version === 1) await requireSigners(stub, latest, organisationOf(key.owner));
}

export const saveKey = (stub: Stub, key: KeyView): Promise<void> =>
  writeState(stub, keys.key(stub, key.owner, key.use, key.version), key);

/**
 * All versions, of every use. One above the latest does not count: nobody of the owner's organisation signed for it. A
 * range read: for queries alone.
 */
export async function readKeys(stub: Stub, owner: string): Promise<readonly KeyView[]> {
  const found = await readAll<KeyView>(stub, KEY_TYPE.key, [owner]);
  const counted: KeyView[] = [];
  for (const use of KEY_USES) {
    const latest = (await findLatestKey(stub, owner, use))?.version ?? 0;
    counted.push(...found.filter((key) => key.use === use && key.version <= latest));
  }
  return counted;
}

/**
 * The key of an id. For organisations' keys, and the caller's own: to look up another person's would tell whom a
 * transaction is about.
 * @throws Refusal KEY_NOT_FOUND
 */
export async function readKeyOf(stub: Stub, id: string): Promise<KeyView> {
  const [owner, use, version] = id.split('/') as [string, KeyUse, string];
  return (await findKey(stub, owner, use, Number(version))) ?? refuse('KEY_NOT_FOUND');
}

/** @throws Refusal INPUT_INVALID unless each is registered and in use */
export async function requireActive(stub: Stub, ids: readonly string[], path: string): Promise<void> {
  for (const id of ids) {
    const [owner, use, version] = id.split('/') as [string, KeyUse, string];
    const key = await findKey(stub, owner, use, Number(version));
    if (key?.id !== keyId(owner, use, Number(version)) || key.status !== 'active') refuseInput(path, 'key-in-use');
  }
}
