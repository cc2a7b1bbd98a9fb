import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { work, type Task, type WorkStep } from './work';

/** What a worker process tells its gateway. The text of a fault may name values of the data: its code alone is told. */
export type Told =
  | { readonly step: WorkStep }
  | { readonly part: number }
  | { readonly done: string | null }
  | { readonly fault: string };

const tell = (told: Told): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(told, () => {
      resolve();
    });
  });

/** One worker process a job: takes one task, tells its steps and what came of it, and ends. */
function run(task: Task): void {
  work(
    task,
    (step) => void tell({ step }),
    (part) => void tell({ part }),
  )
    .then(
      (done) => tell({ done: done ?? null }),
      (error: unknown) => tell({ fault: error instanceof AnonymisationError ? error.code : faultOf(error) }),
    )
    .then(
      () => process.exit(0),
      () => process.exit(1),
    );
}

const faultOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code === 'ENOSPC' ? 'unwritable' : 'failed';

if (require.main === module) {
  process.once('message', run);
  // Nobody is there any more to publish what would come of it.
  process.once('disconnect', () => process.exit(1));
}
