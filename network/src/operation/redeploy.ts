import type { Progress } from '../progress/progress';
import { deployChaincode, type DeploymentOutcome } from './deployment';
import { requireAccess, requireRunning } from './require-running';
import type { Session } from './session';

/**
 * Brings the chaincode of the consortium file into force on a running network. Its processes start anew in any case, so that
 * they run what is in the folder now.
 */
export const redeploy = async (session: Session, progress: Progress): Promise<DeploymentOutcome> => {
  const host = await requireRunning(session);
  const members = await requireAccess(session, host);
  const { provide } = session.runtime;
  if (provide) await progress.step('Get images', provide);
  await progress.step('Stop the chaincode processes', () =>
    host.end(session.consortium.members.map(({ name }) => `chaincode.${name}`)),
  );
  return deployChaincode(session, host, members, progress);
};
