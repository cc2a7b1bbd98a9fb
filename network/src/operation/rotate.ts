import { servicePlan } from '../artifacts/service-plan';
import { writeArtifacts } from '../artifacts/write-artifacts';
import { CertificateAuthority } from '../identity/certificate-authority';
import { endOf } from '../identity/certificate-state';
import { ADMIN_LABEL, GATEWAY_LABEL, renewPerson } from '../identity/enrol-member';
import { OperatorError } from '../operator-error';
import type { Progress } from '../progress/progress';
import type { Node } from '../runtime/node';
import type { Member } from '../topology/consortium';
import { recordOf } from './record';
import { requireAccess, requireRunning } from './require-running';
import type { Session } from './session';

/** What renewing came to. */
export interface Rotation {
  readonly of: string;
  /** ISO 8601; when the new certificate runs out, the first one of a node. */
  readonly validUntil: string;
}

/** @throws OperatorError where the member has nobody of that id, or it was revoked */
export const checkPerson = (session: Session, member: Member, id: string): void => {
  const actor = `${member.mspId}:${id}`;
  if (recordOf(session).revoked?.includes(actor)) {
    throw new OperatorError(
      'revoked',
      `${actor} was revoked`,
      'Give the person another enrolment id, and `rxnet enrol`.',
    );
  }
  const isKnown = [ADMIN_LABEL, GATEWAY_LABEL, ...member.people.map((person) => person.id)].includes(id);
  if (isKnown) return;
  const reason = `${member.name} has nobody called ${id} in the consortium file`;
  throw new OperatorError('no-such-person', reason, 'Add the person to the file, and `rxnet enrol`.');
};

/**
 * Gets somebody a new key with a new certificate. The former one stays good until it runs out, so that nothing under way fails;
 * `revoke` is what ends it.
 */
export const rotatePerson = async (
  session: Session,
  member: Member,
  id: string,
  progress: Progress,
): Promise<Rotation> => {
  checkPerson(session, member, id);
  const { consortium, directory } = session;
  const host = await requireRunning(session);
  const access = await requireAccess(session, host);
  const own = access.find(({ name }) => name === member.name)!;
  const authority = new CertificateAuthority(member.mspId, own.authority);
  const certificate = await progress.step(`Enrol ${id} anew at the CA of ${member.name}`, () =>
    renewPerson(member, id, authority, directory.wallets(member.name)),
  );
  writeArtifacts(consortium, access, directory, session.runtime.services);
  const gateway = servicePlan(consortium, directory).filter(
    ({ kind, member: name }) => kind === 'gateway' && name === member.name,
  );
  const running = new Set((await host.states()).map(({ name }) => name));
  const toRestart = gateway.filter(({ name }) => running.has(name));
  if (id !== ADMIN_LABEL && toRestart.length > 0) {
    await progress.step(`Have the gateway of ${member.name} take it over`, async () => {
      await host.end(toRestart.map(({ name }) => name));
      await host.run(toRestart);
    });
  }
  return { of: `${member.mspId}:${id}`, validUntil: endOf(certificate).toISOString() };
};

const firstEnd = ({ runtime }: Session, node: Node): string => {
  const ends = runtime
    .nodeCertificates()
    .filter((one) => one.node === node.name)
    .map(({ certificate }) => endOf(certificate).getTime());
  return new Date(Math.min(...ends)).toISOString();
};

/** Gets a node new keys and certificates, with the others going on. */
export const rotateNode = async (session: Session, node: Node, progress: Progress): Promise<Rotation> => {
  const host = await requireRunning(session);
  const running = await session.runtime.runningNodes(host);
  const down = session.runtime.nodes.filter(({ name, kind }) => kind === node.kind && !running.has(name));
  const others = down.filter(({ name }) => name !== node.name);
  if (node.kind === 'orderer' && others.length > 0) {
    throw new OperatorError(
      'quorum',
      `${others.map(({ name }) => name).join(', ')} is down, and ${node.name} has to go down for a moment`,
      `Start it first: \`rxnet start ${others[0]!.name}\`.`,
    );
  }
  await progress.step(`Renew ${node.name}`, (say) => session.runtime.renewNode(host, node, say));
  return { of: node.name, validUntil: firstEnd(session, node) };
};
