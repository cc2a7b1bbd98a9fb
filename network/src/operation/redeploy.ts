import type { Progress } from '../progress/progress';
import { chaincodeProcesses, deployChaincode, type DeploymentOutcome, planOf } from './deployment';
import { requireAccess, requireRunning } from './require-running';
import type { Session } from './session';

/** What redeploying would do. Changes nothing. */
export const planRedeployment = async (session: Session): Promise<DeploymentOutcome> =>
  planOf(session, await requireAccess(session, await requireRunning(session)));

/**
 * Brings the chaincode of the consortium file into force on a running network. Its processes start anew in any case, so that
 * they run what is in the folder now: those of a new package when all have approved it, those of the same package one after the
 * other, so that the other members go on endorsing.
 */
export const redeploy = async (session: Session, progress: Progress): Promise<DeploymentOutcome> => {
  const host = await requireRunning(session);
  const members = await requireAccess(session, host);
  const plan = await planOf(session, members);
  const { provide } = session.runtime;
  if (provide) await progress.step('Get images', provide);
  const outcome = await deployChaincode(session, host, members, progress);
  if (plan.isCommitted || plan.installed.length > 0) return outcome;
  await progress.step('Restart the chaincode processes', async (say) => {
    for (const spec of chaincodeProcesses(session, outcome.packageId)) {
      say(spec.name);
      await host.end([spec.name]);
      await host.run([spec]);
    }
  });
  return outcome;
};
