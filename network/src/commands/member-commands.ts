import { resolve } from 'node:path';
import type { Command } from 'commander';
import { OperatorError } from '../operator-error';
import { planReplacement, replaceNode } from '../operation/replace';
import { scrubPeers } from '../operation/scrub';
import { revokePerson } from '../operation/revoke';
import { checkPerson, rotateNode, rotatePerson } from '../operation/rotate';
import { requireRunning } from '../operation/require-running';
import { openSession, type Session } from '../operation/session';
import { withLock } from '../directory/directory-lock';
import type { Node } from '../runtime/node';
import { RESERVED_IDS } from '../topology/agreement';
import { memberNamed, type Member } from '../topology/consortium';
import { speak, type CommonOptions } from './console';

type DryOptions = CommonOptions & { readonly dryRun?: boolean };

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

/** Exactly one node. @throws OperatorError */
const nodeNamed = (session: Session, name: string): Node => {
  const found = session.runtime.nodes.find((node) => node.name === name);
  if (found) return found;
  const all = session.runtime.nodes.map((node) => node.name).join(', ');
  throw new OperatorError('no-such-node', `no node is called ${name}`, `There are: ${all}.`);
};

const switchNodes =
  (what: 'stop' | 'start') =>
  (name: string, options: DryOptions): Promise<void> =>
    speak(options, async ({ progress, say }) => {
      const session = openSession(options);
      const nodes = nodesNamed(session, name);
      const host = await requireRunning(session);
      const names = nodes.map((node) => node.name);
      if (options.dryRun) {
        say(`Would ${what} ${names.join(', ')}.`);
        return { isDryRun: true, nodes: names };
      }
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

const revoke = (actor: string, options: DryOptions): Promise<void> =>
  speak(options, async ({ progress, say }) => {
    const session = openSession(options);
    const { member, id } = personOf(session, actor);
    if (options.dryRun) {
      say(`Would revoke ${member.mspId}:${id} at the CA of ${member.name} and on the channel, for good.`);
      return { isDryRun: true, actor: `${member.mspId}:${id}` };
    }
    const revocation = await withLock(session.directory, () => revokePerson(session, member, id, progress));
    say(`${revocation.actor} is revoked: the CA and the channel refuse the certificate.`);
    return revocation;
  });

const rotate = (of: string, options: DryOptions): Promise<void> =>
  speak(options, async ({ progress, say }) => {
    const session = openSession(options);
    const isNode = !of.includes(':');
    const node = isNode ? nodeNamed(session, of) : undefined;
    const [name, id] = of.split(':') as [string, string];
    const member = isNode ? undefined : memberOf(session, name);
    if (member) checkPerson(session, member, id);
    if (options.dryRun) {
      say(node ? `Would give ${node.name} new certificates and restart it.` : `Would enrol ${of} anew.`);
      return { isDryRun: true, of };
    }
    const rotation = await withLock(session.directory, () =>
      member ? rotatePerson(session, member, id, progress) : rotateNode(session, node!, progress),
    );
    say(`${rotation.of} has new keys and certificates, good until ${rotation.validUntil.slice(0, 10)}.`);
    return rotation;
  });

type ReplaceCommandOptions = DryOptions & { readonly from?: string; readonly acceptLoss?: boolean };

const replace = (name: string, options: ReplaceCommandOptions): Promise<void> =>
  speak(options, async ({ progress, say }) => {
    const session = openSession(options);
    const node = nodeNamed(session, name);
    const how = { acceptsLoss: options.acceptLoss === true, ...(options.from && { from: resolve(options.from) }) };
    if (options.dryRun) {
      const plan = planReplacement(session, node, how);
      say(`Would start ${node.name} anew: disk ${plan.disk}, identity ${plan.identity}.`);
      return { isDryRun: true, ...plan };
    }
    const outcome = await withLock(session.directory, () => replaceNode(session, node, how, progress));
    const at = outcome.ledger ? `, its ledger at ${outcome.ledger.height} blocks like the others'` : '';
    say(`${outcome.node} runs on a new disk${at}.`);
    return outcome;
  });

const scrub = (name: string | undefined, options: CommonOptions): Promise<void> =>
  speak(options, async ({ progress, say }) => {
    const session = openSession(options);
    const nodes = name === undefined ? session.runtime.nodes : [nodeNamed(session, name)];
    const scrubbed = await withLock(session.directory, () => scrubPeers(session, nodes, progress));
    say(`Scrubbed: ${scrubbed.join(', ')}. Nothing is left in their files of what they had deleted.`);
    return { scrubbed };
  });

/** Commands about one member. */
export const addMemberCommands = (program: Command, common: (command: Command) => Command): void => {
  common(program.command('stop'))
    .description('stop a node, or all of a member, as a fault would')
    .argument('<node>', 'as peer.hospital; or a member, for all of its nodes')
    .option('--dry-run', 'say which nodes')
    .action(switchNodes('stop'));
  common(program.command('start'))
    .description('start it again')
    .argument('<node>', 'as peer.hospital; or a member, for all of its nodes')
    .option('--dry-run', 'say which nodes')
    .action(switchNodes('start'));
  common(program.command('revoke'))
    .description("end a person's certificates, at the CA and on the channel")
    .argument('<person>', '<member>:<enrolment id>, as hospital:physician-2')
    .option('--dry-run', 'say what would be revoked')
    .action(revoke);
  common(program.command('rotate'))
    .description('give a person or a node new keys and certificates')
    .argument('<of>', 'a person, as hospital:physician-2, or a node, as orderer.hospital')
    .option('--dry-run', 'say what would be renewed')
    .action(rotate);
  common(program.command('replace'))
    .description('start a node with a new disk; it joins and catches up')
    .argument('<node>', 'as peer.hospital')
    .option('--from <archive>', "take the node's data out of a backup instead of starting empty")
    .option('--accept-loss', 'go on although data that no other node has would be lost')
    .option('--dry-run', 'say what would be done')
    .action(replace);
  common(program.command('scrub'))
    .description('take out of the files of peers what they have deleted; nobody may write meanwhile')
    .argument('[peer]', 'as peer.hospital; all peers, one after the other, where left out')
    .action(scrub);
};
