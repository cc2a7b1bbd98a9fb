import { servicePlan } from '../artifacts/service-plan';
import { writeArtifacts } from '../artifacts/write-artifacts';
import type { Progress } from '../progress/progress';
import { enrolAll } from './enrolment';
import { requireAccess, requireRunning } from './require-running';
import type { Session } from './session';

/** Whom enrolling a running network's people changed. */
export interface EnrolledAgain {
  readonly member: string;
  readonly enrolled: readonly string[];
  readonly kept: readonly string[];
}

/** Enrols people who came into the consortium file; gateways with new people start anew, because they read their wallet then. */
export const enrolAgain = async (session: Session, progress: Progress): Promise<readonly EnrolledAgain[]> => {
  const host = await requireRunning(session);
  const access = await requireAccess(session, host);
  const members = await progress.step('Enrol people', () => enrolAll(session, access));
  writeArtifacts(session.consortium, access, session.directory, session.runtime.services);
  const changed = members.filter(({ enrolled }) => enrolled.length > 0).map(({ member }) => member);
  const services = servicePlan(session.consortium, session.directory).filter(
    ({ member, kind }) => kind === 'issuer' || changed.includes(member ?? ''),
  );
  if (changed.length > 0) {
    await progress.step('Restart their services', async () => {
      await host.end(services.map(({ name }) => name));
      await host.run(services);
    });
  }
  return members.map(({ member, enrolled, kept }) => ({ member, enrolled, kept }));
};
