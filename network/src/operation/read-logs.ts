import { OperatorError } from '../operator-error';
import type { ProcessLogs } from '../runtime/keeper';

/**
 * Names of the logs there are, or of those of one process or member.
 * @throws OperatorError where nothing of that name has a log
 */
export const findLogs = async (logs: ProcessLogs, wanted: string | undefined): Promise<readonly string[]> => {
  const names = await logs.names();
  const found = names.filter((name) => wanted === undefined || name === wanted || name.endsWith(`.${wanted}`));
  if (found.length > 0) return found;
  const there = names.length > 0 ? `There are: ${names.join(', ')}.` : 'Bring the network up first: `rxnet up`.';
  throw new OperatorError('no-log', `there is no log of ${wanted ?? 'anything'}`, there);
};
