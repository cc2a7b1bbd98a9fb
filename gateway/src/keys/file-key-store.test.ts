import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generateKey,
  isProven,
  KeyInMemory,
  open as openEnvelope,
  publicKeyOf,
  seal,
  type Context,
  type KeyHolder,
} from '@rxledger/client';
import { FileKeyStore } from './file-key-store';

const PASSWORD = 'correct horse battery';
const OWNER = 'HospitalMSP:patient-1';
const CONTEXT: Context = { channel: 'rx', purpose: 'section', subject: 'case-1', section: 'base', version: 1 };
const CONTENT = Buffer.from('content');

describe('the key store in files', () => {
  let folder: string;
  const open = (password = PASSWORD): Promise<FileKeyStore> => FileKeyStore.open(folder, password);

  /** An owner whose keys are in the store, as one who can open envelopes. */
  const holder = (store: FileKeyStore, kid: string): KeyHolder => ({
    kid,
    async openWrap(wrap) {
      const opening = await store.openContentKey(OWNER, wrap);
      if (opening.outcome !== 'opened') throw new Error(opening.outcome);
      return opening.contentKey;
    },
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keys-'));
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it('opens, after a restart, what was sealed for a key it made', async () => {
    const { publicKey, kid } = await (await open()).create(OWNER, 'encryption');
    const envelope = await seal(CONTENT, CONTEXT, [publicKey]);
    const again = await open();
    expect(Buffer.from(await openEnvelope(envelope, CONTEXT, holder(again, kid)))).toEqual(CONTENT);
  });

  it('numbers the versions of each use, and opens with the retired ones too', async () => {
    const store = await open();
    const first = await store.create(OWNER, 'encryption');
    const envelope = await seal(CONTENT, CONTEXT, [first.publicKey]);
    await store.retire(first);
    await store.create(OWNER, 'encryption');
    await store.create(OWNER, 'emergency');
    expect((await store.list(OWNER)).map(({ use, version, status }) => [use, version, status])).toEqual([
      ['emergency', 1, 'active'],
      ['encryption', 1, 'retired'],
      ['encryption', 2, 'active'],
    ]);
    await expect(store.list(OWNER, 'emergency')).resolves.toHaveLength(1);
    await expect(openEnvelope(envelope, CONTEXT, holder(store, first.kid))).resolves.toHaveLength(CONTENT.length);
  });

  it('gives each of many that ask at once a version of its own', async () => {
    const [one, other] = [await open(), await open()];
    const made = await Promise.all([one, other, one, other].map((store) => store.create(OWNER, 'encryption')));
    expect(made.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4]);
    const kids = (await one.list(OWNER)).map(({ kid }) => kid).sort();
    expect(kids).toEqual(made.map(({ kid }) => kid).sort());
  });

  it('finds a key that another gateway of the organisation has made meanwhile', async () => {
    const [one, other] = [await open(), await open()];
    await one.list(OWNER);
    const { publicKey, kid } = await other.create(OWNER, 'encryption');
    const envelope = await seal(CONTENT, CONTEXT, [publicKey]);
    await expect(openEnvelope(envelope, CONTEXT, holder(one, kid))).resolves.toHaveLength(CONTENT.length);
  });

  it('says of a key on the owner’s own device that it cannot open, and of a stranger’s that it is unknown', async () => {
    const store = await open();
    const key = await generateKey();
    const adopted = await store.adopt(OWNER, 'encryption', publicKeyOf(key));
    expect(adopted).toMatchObject({ version: 1, kept: 'own-device', status: 'active' });
    await expect(store.adopt(OWNER, 'encryption', publicKeyOf(key))).resolves.toEqual(adopted);
    const { recipients } = await seal(CONTENT, CONTEXT, [publicKeyOf(key)]);
    await expect(store.openContentKey(OWNER, recipients[0]!)).resolves.toEqual({ outcome: 'own-device', key: adopted });
    await expect(store.prove(adopted, 'rx')).rejects.toMatchObject({ kind: 'own-device' });
    const stranger = await seal(CONTENT, CONTEXT, [publicKeyOf(await generateKey())]);
    await expect(store.openContentKey(OWNER, stranger.recipients[0]!)).resolves.toEqual({ outcome: 'unknown-key' });
    await expect(KeyInMemory.from(key)).resolves.toMatchObject({ kid: adopted.kid });
  });

  it('refuses to adopt a key with its private half', async () => {
    await expect((await open()).adopt(OWNER, 'encryption', await generateKey())).rejects.toMatchObject({
      kind: 'bad-key',
    });
  });

  it('proves possession of a key it made', async () => {
    const store = await open();
    const key = await store.create(OWNER, 'encryption');
    const proof = await store.prove(key, 'rx');
    const registration = { channel: 'rx', owner: OWNER, use: 'encryption', version: 1 };
    await expect(isProven(key.publicKey, registration, proof)).resolves.toBe(true);
    await expect(isProven(key.publicKey, { ...registration, version: 2 }, proof)).resolves.toBe(false);
  });

  it('holds nothing in the clear, for the owner alone', async () => {
    const { kid } = await (await open()).create(OWNER, 'encryption');
    const file = join(folder, 'HospitalMSP~patient-1', 'encryption.1.key');
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain(kid);
    expect(text).not.toContain('P-256');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'HospitalMSP~patient-1'))).mode & 0o777).toBe(0o700);
    await expect(readdir(join(folder, 'HospitalMSP~patient-1'))).resolves.toEqual(['encryption.1.key']);
  });

  it('says that a password is wrong', async () => {
    await (await open()).create(OWNER, 'encryption');
    await expect(open('another long password')).rejects.toMatchObject({ kind: 'wrong-password' });
    await expect(open('another long password')).rejects.toThrow('give the password');
  });

  it('refuses a damaged file, and one put in the place of another, each by name', async () => {
    const store = await open();
    await store.create(OWNER, 'encryption');
    await store.create(OWNER, 'encryption');
    const [first, second] = [1, 2].map((version) =>
      join(folder, 'HospitalMSP~patient-1', `encryption.${String(version)}.key`),
    ) as [string, string];
    await rename(first, second);
    await expect(store.list(OWNER)).rejects.toMatchObject({ kind: 'corrupt' });
    await expect(store.list(OWNER)).rejects.toThrow(second);
    await writeFile(second, '{"format":"rxledger-key","version":1,"sealed":"AAAA"}');
    await expect(store.list(OWNER)).rejects.toThrow('restore the file from a backup');
  });

  it('tells of a key it does not have', async () => {
    const store = await open();
    const name = { owner: OWNER, use: 'encryption', version: 7 } as const;
    await expect(store.find(name)).resolves.toBeUndefined();
    await expect(store.retire(name)).rejects.toMatchObject({ kind: 'unknown-key' });
    await expect(store.list('../etc')).rejects.toMatchObject({ kind: 'bad-name' });
  });
});
