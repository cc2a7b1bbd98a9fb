import type { Command } from 'commander';
import { OperatorError } from '../operator-error';
import { revokePerson } from '../operation/revoke';
import { requireRunning } from '../operation/require-running';
import { openSession, type Session } from '../operation/session';
import { withLock } from '../directory/directory-lock';
import type { Node } from '../runtime/node';
import { RESERVED_IDS } from '../topology/agreement';
import { memberNamed, type Member } from '../topology/consortium';
import { speak, type CommonOptions } from './console';

/** @throws OperatorError where the consortium has no such member */
const memberOf = ({ consortium }: Session, name: string): Member => {
  const member = memberNamed(consortium, name);
  if (member) return member;
  const names = consortium.members.map((one) => one.name).join(', ');
  throw new OperatorError('no-such-member', `no member is called ${name}`, `Members: ${names}.`);
};

/** A node by its name, or all of a member. @throws OperatorError */
const nodesNamed = (session: Session, name: string): readonly Node[] => {
  const { nodes } = session.runtime;
  const found = nodes.filter((node) => node.name === name);
  if (found.length > 0) return found;
  const member = memberNamed(session.consortium, name);
  if (member) return nodes.filter((node) => node.member === member.name);
  const all = [...session.consortium.members, ...nodes].map((one) => one.name).join(', ');
  throw new OperatorError('no-such-node', `no node or member is called ${name}`, `There are: ${all}.`);
};

const switchNodes =
  (what: 'stop' | 'start') =>
  (name: string, options: CommonOptions): Promise<void> =>
    speak(options, async ({ progress }) => {
      const session = openSession(options);
      const nodes = nodesNamed(session, name);
      const host = await requireRunning(session);
      const names = nodes.map((node) => node.name);
      await withLock(session.directory, () =>
        progress.step(`${what === 'stop' ? 'Stop' : 'Start'} ${names.join(', ')}`, () =>
          what === 'stop' ? session.runtime.stopNodes(host, nodes) : session.runtime.startNodes(host, nodes),
        ),
      );
      return { nodes: names, isUp: what === 'start' };
    });

/** `hospital:physician-1`, or with the MSP id as the ledger has it. */
const personOf = (session: Session, actor: string): { member: Member; id: string } => {
  const [name, id] = actor.split(':') as [string, string | undefined];
  const member = memberOf(session, name);
  if (id && !RESERVED_IDS.some((reserved) => reserved === id)) return { member, id };
  throw new OperatorError('no-such-person', `${actor} is no person of a member`, 'Write <member>:<enrolment id>.');
};

const revoke = (actor: string, options: CommonOptions): Promise<void> =>
  speak(options, async ({ progress, say }) => {
    const session = openSession(options);
    const { member, id } = personOf(session, actor);
    const revocation = await withLock(session.directory, () => revokePerson(session, member, id, progress));
    say(`${revocation.actor} is revoked: the CA and the channel refuse the certificate.`);
    return revocation;
  });

/** Commands about one member. */
export const addMemberCommands = (program: Command, common: (command: Command) => Command): void => {
  common(program.command('stop'))
    .description('stop a node, or all of a member, as a fault would')
    .argument('<node>', 'as peer.hospital; or a member, for all of its nodes')
    .action(switchNodes('stop'));
  common(program.command('start'))
    .description('start it again')
    .argument('<node>', 'as peer.hospital; or a member, for all of its nodes')
    .action(switchNodes('start'));
  common(program.command('revoke'))
    .description("end a person's certificates, at the CA and on the channel")
    .argument('<person>', '<member>:<enrolment id>, as hospital:physician-2')
    .action(revoke);
};
