import { fork } from 'node:child_process';
import { join } from 'node:path';
import { AnonymisationError, type AnonymisationFault } from '../anonymisation-error';
import type { TupleTable } from './tuple-table';

/** What the worker process is asked. */
export interface GroupingJob {
  readonly path: string;
  readonly columns: readonly string[];
  /** Memory DuckDB may take before it uses the disk, such as `1GB`. */
  readonly memory: string;
  readonly mostTuples: number;
}

/** What it answers. */
export type GroupingAnswer =
  { readonly table: TupleTable } | { readonly fault: AnonymisationFault; readonly reason: string };

export interface GroupingLimits {
  readonly memory?: string;
  /** Distinct tuples past which the data is refused; 20 million unless told. */
  readonly mostTuples?: number;
}

/**
 * Groups a file to its distinct tuples by DuckDB, in a process of its own: what the database takes is given back with it.
 * @throws AnonymisationError for a file that cannot be read, lacks a column or has too many distinct tuples
 */
export function groupByDatabase(
  path: string,
  columns: readonly string[],
  { memory = '512MB', mostTuples = 20_000_000 }: GroupingLimits = {},
): Promise<TupleTable> {
  const job: GroupingJob = { path, columns, memory, mostTuples };
  return new Promise((resolve, reject) => {
    const worker = fork(join(__dirname, 'grouping-worker.js'), [], { serialization: 'advanced' });
    worker.once('message', (answer: GroupingAnswer) => {
      worker.kill();
      if ('table' in answer) resolve(answer.table);
      else reject(new AnonymisationError(answer.fault, answer.reason));
    });
    worker.once('error', reject);
    worker.once('exit', (code, signal) => {
      const end = signal ?? `code ${String(code)}`;
      reject(new AnonymisationError('too-large', `the process that grouped ${path} ended by itself (${end})`));
    });
    worker.send(job);
  });
}
