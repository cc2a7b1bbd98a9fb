import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../src/store/open-store';
import { openPlainLedger, privateValueOf, valueOf } from './plain-ledger/plain-ledger';

const ROUNDS = 8;

/** Runs the writer until it has acknowledged some blocks, kills it, and answers the last number it acknowledged. */
const writeAndKill = (folder: string, blocks: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(__dirname, 'plain-ledger/writer.js'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    let count = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      count += chunk.toString().split('\n').length - 1;
      if (count >= blocks) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      const acknowledged = output.split('\n').slice(0, -1).map(Number);
      if (signal === 'SIGKILL') resolve(Math.max(...acknowledged));
      else reject(new Error('the writer ended by itself'));
    });
  });

describe('a ledger whose process is killed while it writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));

  afterAll(() => rmSync(folder, { recursive: true }));

  it('has everything that was acknowledged, whole, each time it starts again', async () => {
    let before = 0;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const acknowledged = await writeAndKill(folder, 3 + round * 17);
      const store = openStore(folder);
      const ledger = openPlainLedger(store.blocks('plain'));
      const last = ledger.height() - 1;
      expect(last).toBeGreaterThanOrEqual(acknowledged);
      expect(acknowledged).toBeGreaterThan(before);
      expect([valueOf(ledger, 'last'), privateValueOf(ledger, 'last')]).toEqual([String(last), String(last)]);
      expect(ledger.transaction(`tx${acknowledged}`)).toMatchObject({ block: acknowledged, code: 0 });
      expect(ledger.privateData('AMSP', acknowledged).size).toBe(1);
      before = acknowledged;
      store.close();
    }
  });
});
