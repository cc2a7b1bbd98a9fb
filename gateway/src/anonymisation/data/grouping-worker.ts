import { existsSync, renameSync, rmSync } from 'node:fs';
import { AnonymisationError } from '../anonymisation-error';
import type { GroupingAnswer, GroupingJob } from './group-by-database';
import { groupFile } from './group-file';
import { groupPostgresql } from './group-postgresql';
import type { TupleTable } from './tuple-table';

/** Milliseconds between looks at the memory that this process holds. */
const LOOK = 50;

let scratch: string | undefined;

/** The process that a database is read in: one job, one answer. */
process.once('message', (job: GroupingJob) => {
  scratch = job.scratch;
  watchMemory(job.bounds.processMemory);
  group(job).then(
    (table) => {
      answer({ table });
    },
    (error: unknown) => {
      const known = error instanceof AnonymisationError ? error : new AnonymisationError('unreadable', String(error));
      answer({ fault: known.code, reason: known.reason });
    },
  );
});

// Nobody waits any more: what did not fit into memory lies in the folder, and is rows of the data.
process.once('disconnect', () => {
  if (scratch !== undefined) clear(scratch);
  process.kill(process.pid, 'SIGKILL');
});

/** The database still writes: under another name it finds the folder no more, and nothing is added while it is removed. */
function clear(folder: string): void {
  const ended = `${folder}.ended`;
  if (existsSync(folder)) renameSync(folder, ended);
  rmSync(ended, { recursive: true, force: true });
}

// An interrupt from a terminal comes to this process too: it ends when the one that asked does, and clears up.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

/** The database keeps to its own bound; what it does not count (buffers, text under way) is seen here. */
function watchMemory(most: number): void {
  const look = setInterval(() => {
    if (process.memoryUsage.rss() < most) return;
    clearInterval(look);
    answer({ fault: 'past-memory', reason: `reading the data took more than ${Math.round(most / 1e6)} MB` });
  }, LOOK);
}

const group = ({ source, columns, bounds, scratch: folder, patient }: GroupingJob): Promise<TupleTable> =>
  source.kind === 'files'
    ? groupFile(source.data, columns, bounds, { scratch: folder, ...(patient !== undefined && { patient }) })
    : groupPostgresql(source.url, source.table, columns, bounds, patient);

const answer = (result: GroupingAnswer): void => {
  process.send?.(result);
};
