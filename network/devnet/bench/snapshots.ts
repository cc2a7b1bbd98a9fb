import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../src/store/open-store';
import { commit, openPlainLedger } from '../test/plain-ledger/plain-ledger';

// What a snapshot and a revert of a ledger cost, by how many keys there are and whether it is on disk. A revert takes 100 blocks back.
// Prints lines of JSON: `node bench/run.js bench/snapshots.ts`.

const milliseconds = (work: () => void): number => {
  const start = performance.now();
  work();
  return Number((performance.now() - start).toFixed(2));
};

const middle = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const measure = async (keys: number, folder: string | undefined): Promise<object> => {
  const store = openStore(folder);
  const ledger = openPlainLedger(store.blocks('plain'));
  const perBlock = 1000;
  for (let done = 0; done < keys; done += perBlock) {
    await commit(ledger, `fill ${done}`, (set) => {
      for (let key = done; key < Math.min(keys, done + perBlock); key += 1) {
        set.write('cc', `key ${key}`, Buffer.from('value'));
      }
    });
  }
  const took: number[] = [];
  const wentBack: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    let snapshot = ledger.snapshot();
    ledger.release(snapshot);
    took.push(milliseconds(() => (snapshot = ledger.snapshot())));
    for (let block = 0; block < 100; block += 1) {
      await commit(ledger, `${round} ${block}`, (set) => set.write('cc', `key ${block}`, Buffer.from(`${round}`)));
    }
    wentBack.push(milliseconds(() => ledger.revert(snapshot)));
    ledger.release(snapshot);
  }
  store.close();
  return { keys, store: folder ? 'disk' : 'memory', snapshotMs: middle(took), revertMs: middle(wentBack) };
};

const main = async (): Promise<void> => {
  for (const keys of [1_000, 10_000, 100_000]) {
    for (const isOnDisk of [false, true]) {
      const folder = isOnDisk ? mkdtempSync(join(tmpdir(), 'devnet-bench-')) : undefined;
      process.stdout.write(`${JSON.stringify(await measure(keys, folder))}\n`);
      if (folder) rmSync(folder, { recursive: true });
    }
  }
};

void main();
