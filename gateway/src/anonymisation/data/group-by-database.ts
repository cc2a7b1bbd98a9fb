import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnonymisationError, type AnonymisationFault } from '../anonymisation-error';
import type { DataSource } from './data-source';
import { groupingBounds, type GroupingBounds, type GroupingLimits } from './grouping-bounds';
import type { TupleTable } from './tuple-table';

/** As it was built, whether this file runs from the sources or from the build. */
export const GROUPING_PROGRAM = join(__dirname, '../../../dist/anonymisation/data/grouping-worker.js');

/** What the worker process is asked. */
export interface GroupingJob {
  readonly source: DataSource;
  readonly columns: readonly string[];
  /** Column with the patient's id, where each is to have one row. */
  readonly patient?: string;
  readonly bounds: GroupingBounds;
  /** Folder for what does not fit into memory. */
  readonly scratch: string;
}

/** What it answers. */
export type GroupingAnswer =
  { readonly table: TupleTable } | { readonly fault: AnonymisationFault; readonly reason: string };

/**
 * Groups data to its distinct tuples, in a process of its own: what a database takes is given back with it, and it can be
 * ended whatever it does. Nothing is left of it, on the disk neither.
 * @param patient - column with the patient's id, where each is to have one row: it is counted there, and does not come along
 * @throws AnonymisationError for data that cannot be read, lacks a column or is more than the limits allow
 * @throws the signal's reason where that ended it
 */
export async function groupByDatabase(
  source: DataSource,
  columns: readonly string[],
  limits: GroupingLimits = {},
  patient?: string,
): Promise<TupleTable> {
  const bounds = groupingBounds(columns.length, limits);
  limits.signal?.throwIfAborted();
  const scratch = await mkdtemp(join(limits.scratch ?? tmpdir(), 'rx-group-'));
  // Of what it writes nothing is kept: it may quote the data.
  const worker = fork(GROUPING_PROGRAM, [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(worker, 'exit').catch(() => undefined);
  try {
    worker.send({ source, columns, bounds, scratch, ...(patient !== undefined && { patient }) } satisfies GroupingJob);
    const table = await answerOf(worker, limits.signal);
    return patient === undefined ? table : { ...table, hasOneRowEach: true };
  } finally {
    worker.kill('SIGKILL');
    await ended;
    await rm(scratch, { recursive: true, force: true });
  }
}

function answerOf(worker: ChildProcess, signal: AbortSignal | undefined): Promise<TupleTable> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal!.reason as Error);
    };
    signal?.addEventListener('abort', abort, { once: true });
    // It may have come while the process was started.
    if (signal?.aborted === true) abort();
    worker.once('message', (answer: GroupingAnswer) => {
      if ('table' in answer) resolve(answer.table);
      else reject(new AnonymisationError(answer.fault, answer.reason));
    });
    worker.once('error', reject);
    worker.once('exit', (code, by) => {
      signal?.removeEventListener('abort', abort);
      const end = by ?? `code ${String(code)}`;
      reject(new AnonymisationError('past-memory', `the process that read the data ended by itself (${end})`));
    });
  });
}
