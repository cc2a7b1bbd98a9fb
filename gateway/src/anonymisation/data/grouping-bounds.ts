import { AnonymisationError } from '../anonymisation-error';
import { memorySize, USUAL_MEMORY } from './memory-size';

/** What a grouping may take. */
export interface GroupingLimits {
  /** Memory of each process of the job, such as `1GB`, which is what it is unless told. */
  readonly memory?: string;
  /** Processor cores; all unless told. */
  readonly threads?: number;
  /** Distinct tuples past which the data is refused; as many as fit into the memory unless told. */
  readonly mostTuples?: number;
  /** Folder for what does not fit into memory, in a folder of its own there; the system's unless told. */
  readonly scratch?: string;
  /** Ends the job. */
  readonly signal?: AbortSignal;
}

/** The same in numbers. */
export interface GroupingBounds {
  /** Bytes of resident memory at which the process ends itself. */
  readonly processMemory: number;
  /** Bytes the database may take before it uses the disk: the rest is for Node.js, the tuples and reading ahead. */
  readonly databaseMemory: number;
  readonly mostTuples: number;
  readonly threads?: number;
}

/** Bytes a value of a tuple takes in the process that searches, at its peak: measured 28 with nine columns. */
const BYTES_A_VALUE = 32;

/** @throws AnonymisationError for memory that is no size */
export function groupingBounds(width: number, limits: GroupingLimits): GroupingBounds {
  const processMemory = memorySize(limits.memory ?? USUAL_MEMORY);
  return {
    processMemory,
    databaseMemory: processMemory / 2,
    mostTuples: limits.mostTuples ?? Math.floor(processMemory / (BYTES_A_VALUE * (width + 1))),
    ...(limits.threads === undefined ? {} : { threads: limits.threads }),
  };
}

/** @throws AnonymisationError where there are no tuples, or more than fit */
export function checkTuples(count: number, most: number): void {
  if (count === 0) throw new AnonymisationError('empty-data', 'the data has no row');
  if (count > most) {
    throw new AnonymisationError('past-memory', `the data has more than ${most} distinct tuples`);
  }
}
