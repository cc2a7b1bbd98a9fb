import { OperatorError } from '../operator-error';
import type { MemberAccess, ProcessHost } from '../runtime/runtime';
import type { Session } from './session';

const notRunning = (reason: string): OperatorError =>
  new OperatorError('not-running', reason, 'Bring the network up: `rxnet up`.');

/** @throws OperatorError where the network is not running */
export const requireRunning = async ({ runtime }: Session): Promise<ProcessHost> => {
  const found = await runtime.keeper.find();
  if (found.state !== 'running') throw notRunning('the network is not running');
  return found.host;
};

/** The running network's nodes. @throws OperatorError */
export const requireAccess = async (session: Session, host: ProcessHost): Promise<readonly MemberAccess[]> => {
  const access = await session.runtime.access(host);
  if (!access) throw notRunning('the nodes are not running');
  return access;
};
