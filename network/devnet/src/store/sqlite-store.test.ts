import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commit,
  openPlainLedger,
  ownCollection,
  plainGenesis,
  privateValueOf,
  valueOf,
} from '../../test/plain-ledger/plain-ledger';
import { StoreError } from './block-store';
import type { Database } from './libsql';
import { type LedgerStore, openStore } from './open-store';

const put = (key: string, value: string) => (set: { write(ns: string, key: string, value: Uint8Array): void }) =>
  set.write('cc', key, Buffer.from(value));

describe('the store of a ledger', () => {
  let folder: string;
  let store: LedgerStore;
  const file = () => join(folder, 'plain.db');
  const open = () => openPlainLedger(store.blocks('plain'));
  const reopen = () => {
    store.close();
    store = openStore(folder);
    return open();
  };
  const damage = (change: (bytes: Buffer) => void) => {
    store.close();
    const bytes = readFileSync(file());
    change(bytes);
    writeFileSync(file(), bytes);
    store = openStore(folder);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
    store = openStore(folder);
  });

  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  it('brings a ledger back as it was: blocks, state, history, private data, transactions', async () => {
    const ledger = open();
    await commit(ledger, 't1', put('k', 'one'));
    await commit(ledger, 't2', (set) => {
      set.write('cc', 'k', Buffer.from('two'));
      set.writeMetadata('cc', 'k', [{ name: 'VALIDATION_PARAMETER', value: Buffer.from('policy') }]);
      set.writePrivate('cc', ownCollection, 'p', Buffer.from('secret'));
    });
    await commit(ledger, 't2', put('k', 'a repeat'));
    const again = reopen();
    expect(again.height()).toBe(4);
    expect(again.lastHash()).toEqual(ledger.lastHash());
    expect(valueOf(again, 'k')).toBe('two');
    expect(again.state.publicMap('cc').newest('k')?.metadata?.[0]?.name).toBe('VALIDATION_PARAMETER');
    expect(again.state.publicMap('cc').newest('k')?.previous?.value?.toString()).toBe('one');
    expect(privateValueOf(again, 'p')).toBe('secret');
    expect(again.transaction('t2')).toEqual({ block: 2, index: 0, code: 0 });
    expect(again.block(3)?.getMetadata()?.getMetadataList_asU8()[2]).toEqual(Uint8Array.of(9));
    expect(again.blockByHash(ledger.lastHash())?.getHeader()?.getNumber()).toBe(3);
    await commit(again, 't4', put('k', 'three'));
    expect(valueOf(reopen(), 'k')).toBe('three');
  });

  it('holds nothing of a purged value, in the file or in its log', async () => {
    const secret = 'a value that must vanish '.repeat(200);
    const ledger = open();
    await commit(ledger, 't1', (set) => set.writePrivate('cc', ownCollection, 'p', Buffer.from(secret)));
    await commit(ledger, 't2', (set) => set.writePrivate('cc', ownCollection, 'p', Buffer.from(`${secret}!`)));
    await commit(ledger, 't3', (set) => set.writePrivate('cc', ownCollection, 'kept', Buffer.from('kept')));
    const onDisk = () =>
      Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))).toString('latin1');
    expect(onDisk()).toContain('must vanish');
    await commit(ledger, 't4', (set) => set.writePrivate('cc', ownCollection, 'p', undefined, true));
    expect(onDisk()).not.toContain('must vanish');
    const again = reopen();
    expect(privateValueOf(again, 'p')).toBeUndefined();
    expect(privateValueOf(again, 'kept')).toBe('kept');
  });

  it('refuses a block for which there is no room, loses nothing, and goes on when there is', async () => {
    const ledger = open();
    await commit(ledger, 't1', put('k', 'one'));
    const { database } = store.blocks('plain') as unknown as { database: Database };
    const [{ page_count: pages } = { page_count: 0 }] = database.pragma('page_count') as { page_count: number }[];
    database.pragma(`max_page_count = ${pages}`);
    const big = commit(ledger, 't2', (set) => {
      set.write('cc', 'k', Buffer.alloc(100_000));
      set.write('cc', 'new', Buffer.from('x'));
      set.writePrivate('cc', ownCollection, 'p', Buffer.from('x'));
    });
    await expect(big).rejects.toMatchObject({ name: 'StoreError', fault: 'full' });
    await expect(big).rejects.toThrow('Free space and try again');
    expect([ledger.height(), valueOf(ledger, 'k'), valueOf(ledger, 'new'), privateValueOf(ledger, 'p')]).toEqual([
      2,
      'one',
      undefined,
      undefined,
    ]);
    database.pragma('max_page_count = 1000000');
    await commit(ledger, 't2', put('k', 'two'));
    expect(valueOf(reopen(), 'k')).toBe('two');
  });

  it('is refused when a block was changed', async () => {
    await commit(open(), 't1', put('k', 'a value to be found'));
    damage((bytes) => bytes.write('A', bytes.indexOf('a value to be found')));
    expect(open).toThrow(StoreError);
    expect(open).toThrow(
      /damaged at block 1: its content was changed. Nothing was changed. Restore .* or remove it to start/,
    );
  });

  it('is refused when private data was changed', async () => {
    await commit(open(), 't1', (set) => set.writePrivate('cc', ownCollection, 'p', Buffer.from('secret')));
    damage((bytes) => bytes.write('S', bytes.indexOf('secret')));
    expect(open).toThrow(/private data of block 1 was changed/);
  });

  it('is refused when it is no database at all, and left as it is', async () => {
    await commit(open(), 't1', put('k', 'one'));
    damage((bytes) => bytes.fill(7, 0, 4096));
    expect(open).toThrow(
      /plain.db is damaged: it is no database. Nothing was changed. Restore it from a copy, or remove the data folder/,
    );
    expect(readFileSync(file())[0]).toBe(7);
  });

  it('is refused when it belongs to another genesis block', () => {
    open();
    expect(() => openPlainLedger(store.blocks('plain'), plainGenesis(9))).toThrow(/begins with another genesis block/);
  });

  it('is refused while another one has it open', () => {
    expect(() => openStore(folder)).toThrow(/in use by another process. Stop that one first/);
  });

  it('can be copied while it rests, and the copy opened', async () => {
    await commit(open(), 't1', put('k', 'one'));
    store.close();
    const copy = mkdtempSync(join(tmpdir(), 'copy-'));
    copyFileSync(file(), join(copy, 'plain.db'));
    store = openStore(copy);
    expect(valueOf(open(), 'k')).toBe('one');
    rmSync(copy, { recursive: true });
    store.close();
    store = openStore(folder);
  });
});
