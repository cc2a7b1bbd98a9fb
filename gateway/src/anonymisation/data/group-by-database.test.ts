import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled, tuplesOf } from '../../../test/tuples-of';
import { dataSourceOf } from './data-source';
import { withDuck } from './duckdb';
import { groupByDatabase, GROUPING_PROGRAM, type GroupingAnswer, type GroupingJob } from './group-by-database';
import { groupingBounds, type GroupingBounds } from './grouping-bounds';
import { openTable } from './open-table';

(isInstalled('@duckdb/node-api') ? describe : describe.skip)('a process that groups', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rx-grouping-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const parquet = async (query: string): Promise<string> => {
    const path = join(folder, 'data.parquet');
    await withDuck({ memory: 256e6 }, (connection) => connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`));
    return path;
  };
  const LONG = "SELECT 'number ' || (i * 7919 % 600000) AS a FROM range(1200000) AS rows(i)";

  it('answers with tuples, and leaves nothing behind', async () => {
    const path = await parquet("SELECT 'f' AS sex, i % 2 AS age FROM range(4) AS rows(i)");
    expect(tuplesOf(await openTable(path, ['sex', 'age'], { scratch: folder }))).toEqual(['f|0|2', 'f|1|2']);
    expect(readdirSync(folder)).toEqual(['data.parquet']);
  });

  it('hands over what is wrong, with what to do about it', async () => {
    writeFileSync(join(folder, 'data.jsonl'), '{"sex":"f"}\n');
    await expect(openTable(join(folder, 'data.jsonl'), ['town'], { scratch: folder })).rejects.toThrow(
      /^no column town; there are sex; name a column of the data$/,
    );
    await expect(openTable(join(folder, 'data.jsonl'), ['sex'], { memory: 'little' })).rejects.toThrow(
      /"little" is no size/,
    );
    expect(readdirSync(folder)).toEqual(['data.jsonl']);
  });

  it('is ended by a signal, and leaves nothing behind', async () => {
    const source = dataSourceOf(await parquet(LONG));
    const stop = new AbortController();
    const grouping = groupByDatabase(source, ['a'], { signal: stop.signal, scratch: folder });
    const outcome = grouping.catch((error: unknown) => error);
    while (!readdirSync(folder).some((name) => name.startsWith('rx-group-'))) await new Promise(setImmediate);
    stop.abort(new Error('nobody wants it any more'));
    expect(await outcome).toMatchObject({ message: 'nobody wants it any more' });
    expect(readdirSync(folder)).toEqual(['data.parquet']);
  });

  const start = async (bounds: Partial<GroupingBounds>) => {
    const source = dataSourceOf(await parquet(LONG));
    const scratch = mkdtempSync(join(folder, 'rx-group-'));
    const worker = fork(GROUPING_PROGRAM, [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const job: GroupingJob = { source, columns: ['a'], bounds: { ...groupingBounds(1, {}), ...bounds }, scratch };
    worker.send(job);
    return { worker, scratch, ended: once(worker, 'exit') };
  };

  it('refuses by itself what takes it past its memory', async () => {
    const { worker, ended } = await start({ processMemory: 60e6 });
    const [answer] = (await once(worker, 'message')) as [GroupingAnswer];
    worker.kill('SIGKILL');
    await ended;
    expect(answer).toEqual({ fault: 'past-memory', reason: 'reading the data took more than 60 MB' });
  });

  it('ends, and clears what did not fit into memory, once nobody waits for it', async () => {
    const { worker, scratch, ended } = await start({ databaseMemory: 40e6, threads: 1 });
    while (readdirSync(scratch).length === 0) await new Promise(setImmediate);
    // As from a terminal, where an interrupt comes to both.
    worker.kill('SIGINT');
    worker.disconnect();
    await ended;
    expect(readdirSync(folder)).toEqual(['data.parquet']);
  });
});
