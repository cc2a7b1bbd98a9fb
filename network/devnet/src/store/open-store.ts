import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BlockStore } from './block-store';
import { lockFolder } from './folder-lock';
import { MemoryBlockStore } from './memory-store';
import { SqliteBlockStore } from './sqlite-store';

/** What survives of a network's ledgers. */
export interface LedgerStore {
  /** The blocks of a channel; opened at first use. @throws StoreError */
  blocks(channel: string): BlockStore;
  close(): void;
}

/**
 * Opens the store in a folder, which is made where it is not there and is this process's alone: one SQLite file a channel.
 * Without a folder nothing survives the process.
 * @throws StoreError where another process has the folder
 */
export function openStore(directory: string | undefined): LedgerStore {
  if (directory !== undefined) mkdirSync(directory, { recursive: true, mode: 0o700 });
  const unlock = directory === undefined ? () => undefined : lockFolder(directory);
  const opened = new Map<string, SqliteBlockStore | MemoryBlockStore>();
  return {
    blocks: (channel) => {
      let store = opened.get(channel);
      if (store === undefined) {
        store =
          directory === undefined ? new MemoryBlockStore() : new SqliteBlockStore(join(directory, `${channel}.db`));
        opened.set(channel, store);
      }
      return store;
    },
    close: () => {
      for (const store of opened.values()) store.close();
      opened.clear();
      unlock();
    },
  };
}
