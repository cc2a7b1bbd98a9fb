import { openPatients } from '../anonymisation/data/open-table';
import { readCsv } from '../anonymisation/data/read-csv';
import type { TupleTable } from '../anonymisation/data/tuple-table';
import { ExactSampler } from '../anonymisation/noise/exact-sampler';
import { SecureSource } from '../anonymisation/noise/random-source';
import { findOptimum } from '../anonymisation/search/find-optimum';
import { writeArtefact } from './artefact';
import { FirstWord } from './first-word';
import { makeRelease, type Find } from './make-release';
import { ReleaseFolder } from './release-folder';
import type { ReleaseRequest, Scheme } from './scheme';

/** Rows in a file (CSV, Parquet, JSON lines, or a folder of one of these), or as text of CSV: then they never lie on the disk. */
export type Rows = { readonly file: string } | { readonly csv: string };

/** Of the process that reads a file. */
const MEMORY = '2GB';

/** Milliseconds between two times that it is told how far the search is. */
const PAUSE = 250;

/** What a worker process is given. */
export interface Task {
  readonly request: ReleaseRequest;
  readonly scheme: Scheme;
  readonly rows: Rows;
  /** Where the release is kept; without it the rows are only checked. */
  readonly folder?: string;
}

export const WORK_STEPS = ['counting', 'counted', 'drawing', 'drawn', 'written'] as const;
export type WorkStep = (typeof WORK_STEPS)[number];

/** All that comes before the first random number has been done, and no more was asked for. */
class OnlyChecked extends Error {}

/**
 * Counts, draws and writes a release; where no folder is named it goes as far as the first random number. Before that
 * number a mark is on the disk.
 * @param onStep told of every step before it goes on
 * @param onPart told, some times a second, which part of the search for levels is done: from 0 to 1
 * @returns the SHA-256 of the artefact's manifest; nothing where the rows were only checked
 * @throws AnonymisationError where the rows do not fit
 */
export async function work(
  task: Task,
  onStep: (step: WorkStep) => void,
  onPart: (part: number) => void = () => undefined,
): Promise<string | undefined> {
  const { request, scheme } = task;
  const folder = task.folder === undefined ? undefined : new ReleaseFolder(task.folder);
  onStep('counting');
  const table = await readRows(task);
  const source = new FirstWord(new SecureSource(), () => {
    onStep('counted');
    if (folder === undefined) throw new OnlyChecked();
    folder.markDrawing();
    onStep('drawing');
  });
  try {
    const release = makeRelease(table, scheme, request, new ExactSampler(source), searchTelling(onPart));
    if (folder === undefined) return undefined;
    onStep('drawn');
    const artefact = await writeArtefact(folder.artefact, release, { request, scheme });
    onStep('written');
    return artefact;
  } catch (error) {
    if (error instanceof OnlyChecked) return undefined;
    throw error;
  }
}

/** The search, at most some times a second telling how far it is. */
function searchTelling(onPart: (part: number) => void): Find {
  let next = performance.now() + PAUSE;
  return (question) =>
    findOptimum(question, (part) => {
      if (performance.now() < next) return;
      next = performance.now() + PAUSE;
      onPart(part);
    });
}

async function readRows({ rows, scheme, request }: Task): Promise<TupleTable> {
  const sensitive = request.mode === 'histogram' || scheme.sensitive === undefined ? [] : [scheme.sensitive.column];
  const columns = [...new Set([...request.columns, ...sensitive])];
  return 'csv' in rows
    ? readCsv(Buffer.from(rows.csv, 'utf8'), { columns: [scheme.patient, ...columns] })
    : openPatients(rows.file, scheme.patient, columns, { memory: MEMORY });
}
