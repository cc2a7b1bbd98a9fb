import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testIdentity } from '../../test/test-identity';
import { readSecret } from './atomic-file';
import { checkStore } from './check-store';
import { IdentityStore } from './identity-store';
import { exportToWallet, importWallet } from './wallet-format';

const PASSWORD = 'correct horse battery';

describe('the identity store', () => {
  let folder: string;
  const open = (password = PASSWORD): Promise<IdentityStore> => IdentityStore.open(folder, 'HospitalMSP', password);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'identities-'));
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it('keeps a person across restarts, with the role out of the certificate', async () => {
    const material = testIdentity({ role: 'physician' });
    await (await open()).put('physician-1', material);
    const again = await (await open()).get('physician-1');
    expect(again).toMatchObject({ enrolmentId: 'physician-1', mspId: 'HospitalMSP', role: 'physician' });
    expect(again?.privateKey.export({ type: 'pkcs8', format: 'pem' })).toBe(material.privateKey);
  });

  it('holds nothing in the clear, for the owner alone', async () => {
    const material = testIdentity({ role: 'physician' });
    await (await open()).put('physician-1', material);
    for (const name of await readdir(folder)) {
      const text = await readFile(join(folder, name), 'utf8');
      expect(text).not.toContain('PRIVATE');
      expect(text).not.toContain(material.certificate.slice(40, 90));
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
  });

  it('says that a password is wrong', async () => {
    await (await open()).put('physician-1', testIdentity());
    await expect(open('another long password')).rejects.toMatchObject({ kind: 'wrong-password' });
    await expect(open('another long password')).rejects.toThrow('give the password');
  });

  it('refuses a damaged file with its name and remedy, and leaves it as it is', async () => {
    await (await open()).put('physician-1', testIdentity());
    const file = join(folder, 'physician-1.identity');
    const damaged = (await readFile(file, 'utf8')).replace(/"sealed":"..../, '"sealed":"AAAA');
    await writeFile(file, damaged);
    const store = await open();
    await expect(store.get('physician-1')).rejects.toMatchObject({ kind: 'corrupt', file });
    await expect(store.get('physician-1')).rejects.toThrow('restore the file from a backup');
    await expect(readFile(file, 'utf8')).resolves.toBe(damaged);
  });

  it('refuses a file put under another person’s name', async () => {
    await (await open()).put('physician-1', testIdentity());
    await rename(join(folder, 'physician-1.identity'), join(folder, 'physician-2.identity'));
    await expect((await open()).get('physician-2')).rejects.toMatchObject({ kind: 'corrupt' });
  });

  it('refuses a damaged store file', async () => {
    await open();
    await writeFile(join(folder, 'store.json'), '{"format":');
    await expect(open()).rejects.toMatchObject({ kind: 'corrupt' });
  });

  it.each([
    ['another organisation’s identity', testIdentity({ mspId: 'CentreMSP' }), 'foreign'],
    ['a key on another curve', testIdentity({ curve: 'secp384r1' }), 'unsupported'],
    ['another person’s key', { ...testIdentity(), privateKey: testIdentity().privateKey }, 'unsupported'],
  ])('refuses %s', async (_title, material, kind) => {
    const store = await open();
    await expect(store.put('physician-1', material)).rejects.toMatchObject({ kind });
    await expect(store.names()).resolves.toEqual([]);
  });

  it.each(['../evil', 'Physician', 'a', 'a\u0000b', ''])('refuses the name %j', async (name) => {
    await expect((await open()).put(name, testIdentity())).rejects.toMatchObject({ kind: 'bad-name' });
  });

  it('changes nothing where it cannot write', async () => {
    const store = await open();
    await store.put('physician-1', testIdentity({ role: 'physician' }));
    await rm(folder, { recursive: true });
    await expect(store.put('physician-1', testIdentity())).rejects.toMatchObject({ kind: 'unwritable' });
    expect(store.peek('physician-1')?.role).toBe('physician');
    await open();
  });

  it('forgets a person', async () => {
    const store = await open();
    await store.put('physician-1', testIdentity());
    await store.remove('physician-1');
    await store.remove('physician-1');
    await expect(store.get('physician-1')).resolves.toBeUndefined();
  });

  it('exchanges identities with the standard wallet format', async () => {
    const wallet = await mkdtemp(join(tmpdir(), 'wallet-'));
    const material = testIdentity({ role: 'clerk' });
    const store = await open();
    await store.put('clerk-1', material);
    await exportToWallet(store, 'clerk-1', wallet);
    const { Wallets } = await import('fabric-network');
    await expect((await Wallets.newFileSystemWallet(wallet)).get('clerk-1')).resolves.toEqual({
      type: 'X.509',
      mspId: 'HospitalMSP',
      credentials: { certificate: material.certificate, privateKey: material.privateKey },
    });
    await store.remove('clerk-1');
    await expect(importWallet(store, wallet)).resolves.toEqual({ imported: ['clerk-1'], skipped: [] });
    await expect(importWallet(store, wallet)).resolves.toEqual({
      imported: [],
      skipped: [{ label: 'clerk-1', reason: 'known' }],
    });
    await rm(wallet, { recursive: true });
  });

  it('imports a younger certificate in place of an older one, and not the other way', async () => {
    const wallet = await mkdtemp(join(tmpdir(), 'wallet-'));
    const old = testIdentity({ validFrom: new Date('2020-01-01T00:00:00Z') });
    const young = testIdentity({ validFrom: new Date('2024-01-01T00:00:00Z') });
    const store = await open();
    await store.put('physician-1', young);
    await exportToWallet(store, 'physician-1', wallet);
    await store.put('physician-1', old);
    await expect(importWallet(store, wallet)).resolves.toMatchObject({ imported: ['physician-1'] });
    await store.put('physician-1', old);
    await exportToWallet(store, 'physician-1', wallet);
    await store.put('physician-1', young);
    await expect(importWallet(store, wallet)).resolves.toMatchObject({ imported: [] });
    await rm(wallet, { recursive: true });
  });

  it('starts without the people whose files are damaged, and not without its own identity', async () => {
    const store = await open();
    await store.put('gateway', testIdentity());
    await writeFile(join(folder, 'physician-1.identity'), 'not an identity');
    await expect(checkStore(store, 'gateway')).resolves.toEqual([expect.objectContaining({ kind: 'corrupt' })]);
    await expect(checkStore(store, 'physician-1')).rejects.toMatchObject({ kind: 'corrupt' });
    await expect(checkStore(store, 'nobody-1')).rejects.toMatchObject({ kind: 'unreadable' });
  });

  it('refuses a password file that others can read', async () => {
    const file = join(folder, 'password');
    await writeFile(file, `${PASSWORD}\n`);
    await chmod(file, 0o644);
    await expect(readSecret(file)).rejects.toMatchObject({ kind: 'too-open' });
    await chmod(file, 0o600);
    await expect(readSecret(file)).resolves.toBe(PASSWORD);
  });
});
