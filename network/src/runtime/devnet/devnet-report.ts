import { OperatorError } from '../../operator-error';
import type { ProcessState } from '../../supervision/process-spec';
import type { ProcessHost } from '../runtime';
import type { DevnetReport } from './devnet-access';

/** Name of the process that is a devnet. */
export const PROCESS = 'devnet';

/** What a devnet said when it was ready; undefined while it is not. */
export const reportOf = (states: Iterable<ProcessState>): DevnetReport | undefined => {
  const state = [...states].find(({ name }) => name === PROCESS);
  return state?.phase === 'ready' ? (state.report as DevnetReport) : undefined;
};

/** @throws OperatorError where the devnet does not run */
export const runningReport = async (host: ProcessHost): Promise<DevnetReport> => {
  const report = reportOf(await host.states());
  if (report) return report;
  throw new OperatorError('not-running', 'the devnet is not running', 'Bring the network up: `rxnet up`.');
};
