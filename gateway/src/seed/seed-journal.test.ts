import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callerOf } from '../../test/test-app';
import { StoreKey } from '../identity/store-key';
import { SeedJournal } from './seed-journal';

const HOUR = 3_600_000;

describe('the seed journal', () => {
  const key = new StoreKey(Buffer.alloc(32, 7));
  const physician = callerOf('HospitalMSP', 'physician-1', 'physician');
  let folder: string;
  let file: string;
  let now: number;
  const open = (): Promise<SeedJournal> => SeedJournal.open(file, key, () => now);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seeds-'));
    file = join(folder, 'commands.journal');
    now = 1_700_000_000_000;
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it('gives a command the same seed again, after a restart too', async () => {
    const journal = await open();
    const seed = await journal.seed(physician, 'order-00000001');
    expect(seed).toHaveLength(32);
    await expect(journal.seed(physician, 'order-00000001')).resolves.toEqual(seed);
    const again = await open();
    await expect(again.seed(physician, 'order-00000001')).resolves.toEqual(seed);
    await journal.close();
    await again.close();
  });

  it('gives another command, and another caller, another seed', async () => {
    const journal = await open();
    const seed = await journal.seed(physician, 'order-00000001');
    await expect(journal.seed(physician, 'order-00000002')).resolves.not.toEqual(seed);
    const colleague = callerOf('HospitalMSP', 'physician-2', 'physician');
    await expect(journal.seed(colleague, 'order-00000001')).resolves.not.toEqual(seed);
    await journal.close();
  });

  it('forgets after a day, in memory and in the file', async () => {
    const journal = await open();
    const seed = await journal.seed(physician, 'order-00000001');
    now += 25 * HOUR;
    await expect(journal.seed(physician, 'order-00000001')).resolves.not.toEqual(seed);
    await journal.close();
    now += 25 * HOUR;
    await (await open()).close();
    expect((await stat(file)).size).toBe(0);
  });

  it('keeps nothing for ids that cannot be repeated', async () => {
    const journal = await open();
    const seed = await journal.seed(physician, 'auto_aaaaaaaaaaaaaaaa');
    await expect(journal.seed(physician, 'auto_aaaaaaaaaaaaaaaa')).resolves.not.toEqual(seed);
    await journal.close();
    expect((await stat(file)).size).toBe(0);
  });

  it('survives a line cut short, and holds nothing in the clear', async () => {
    const journal = await open();
    const seed = await journal.seed(physician, 'order-00000001');
    await journal.close();
    await appendFile(file, 'AAAAAAAAAAAAAAAAAAAA');
    const again = await open();
    await expect(again.seed(physician, 'order-00000001')).resolves.toEqual(seed);
    await again.close();
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain('physician');
    expect(text).not.toContain(seed.toString('base64'));
  });
});
