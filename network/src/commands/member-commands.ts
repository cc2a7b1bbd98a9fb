import type { Command } from 'commander';
import { OperatorError } from '../operator-error';
import { revokePerson } from '../operation/revoke';
import { requireRunning } from '../operation/require-running';
import { openSession, type Session } from '../operation/session';
import { withLock } from '../directory/directory-lock';
import { supervisedHost } from '../runtime/supervised-host';
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

const switchMember =
  (what: 'stop' | 'start') =>
  (name: string, options: CommonOptions): Promise<void> =>
    speak(options, async ({ progress }) => {
      const session = openSession(options);
      const member = memberOf(session, name);
      const host = supervisedHost(requireRunning(session));
      const title = `${what === 'stop' ? 'Stop' : 'Start'} the nodes of ${member.name}`;
      await withLock(session.directory, () =>
        progress.step(title, () =>
          what === 'stop' ? session.runtime.stopMember(host, member) : session.runtime.startMember(host, member),
        ),
      );
      return { member: member.name, isUp: what === 'start' };
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
    .description("stop one member's nodes, as a fault would")
    .argument('<member>', 'name or MSP id')
    .action(switchMember('stop'));
  common(program.command('start'))
    .description("start one member's nodes again")
    .argument('<member>', 'name or MSP id')
    .action(switchMember('start'));
  common(program.command('revoke'))
    .description("end a person's certificates, at the CA and on the channel")
    .argument('<person>', '<member>:<enrolment id>, as hospital:physician-2')
    .action(revoke);
};
