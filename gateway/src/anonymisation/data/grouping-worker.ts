import { groupFile } from './group-file';
import type { GroupingAnswer, GroupingJob } from './group-by-database';
import { AnonymisationError } from '../anonymisation-error';

/** The process that DuckDB runs in: one job, one answer. */
process.once('message', (job: GroupingJob) => {
  groupFile(job).then(answer, (error: unknown) => {
    const isOurs = error instanceof AnonymisationError;
    // The remedy is put on again where the answer arrives.
    const reason = error instanceof Error ? error.message.split(';')[0]! : String(error);
    answer({ fault: isOurs ? error.code : 'unreadable', reason });
  });
});

const answer = (result: GroupingAnswer): void => {
  process.send?.(result);
};
