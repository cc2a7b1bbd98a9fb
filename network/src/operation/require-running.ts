import { OperatorError } from '../operator-error';
import type { MemberAccess } from '../runtime/runtime';
import { supervisedHost } from '../runtime/supervised-host';
import type { ControlCalls } from '../supervision/control';
import { findSupervisor } from '../supervision/find-supervisor';
import type { Session } from './session';

const notRunning = (reason: string): OperatorError =>
  new OperatorError('not-running', reason, 'Bring the network up: `rxnet up`.');

/** @throws OperatorError where the network is not running */
export const requireRunning = ({ directory }: Session): ControlCalls => {
  const found = findSupervisor(directory.root);
  if (found.state !== 'running') throw notRunning('the network is not running');
  return found.control;
};

/** The running network's nodes. @throws OperatorError */
export const requireAccess = async (session: Session, control: ControlCalls): Promise<readonly MemberAccess[]> => {
  const access = await session.runtime.access(supervisedHost(control));
  if (!access) throw notRunning('the nodes are not running');
  return access;
};
