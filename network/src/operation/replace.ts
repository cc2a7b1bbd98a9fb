import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readArchive } from '../archive/read-archive';
import { blockHashAt, markOf } from '../backup/ledger-mark';
import type { LedgerMark } from '../backup/manifest';
import { PeerError } from '../fabric/peer-client';
import { type FabricSigner, signerOf } from '../fabric/signer';
import { ADMIN_LABEL } from '../identity/enrol-member';
import { OperatorError } from '../operator-error';
import type { Progress } from '../progress/progress';
import type { Node } from '../runtime/node';
import type { MemberAccess, Replacement } from '../runtime/runtime';
import { deployChaincode } from './deployment';
import { requireAccess, requireRunning } from './require-running';
import { readManifest } from './restore';
import type { Session } from './session';

/** How a node is to be replaced. */
export interface ReplaceOptions {
  /** A backup whose data of the node it starts from. */
  readonly from?: string;
  readonly acceptsLoss: boolean;
}

/** What replacing a node came to. */
export interface ReplaceOutcome {
  readonly node: string;
  /** Of a peer: its ledger has caught up to there, with the same hash as the others'. */
  readonly ledger?: LedgerMark;
}

const CAUGHT_UP_WITHIN_MILLISECONDS = 5 * 60_000;
const EVERY_MILLISECONDS = 250;

/** Takes one node's data out of a backup, into a folder that is there for as long as the work is done. */
const withData = async <T>(
  { directory, consortium }: Session,
  { name }: Node,
  archive: string,
  work: (folder: string) => Promise<T>,
): Promise<T> => {
  const { channel, files } = await readManifest(archive);
  const prefix = `nodes/${name}/data/`;
  if (channel !== consortium.channel || !files.some((file) => file.name.startsWith(prefix))) {
    const reason = `${archive} holds no data of ${name} of this network`;
    throw new OperatorError('other-backup', reason, 'Name a backup of this network: `rxnet backup` writes one.');
  }
  const folder = mkdtempSync(join(directory.root, 'replacement-'));
  try {
    for await (const file of readArchive(archive)) {
      if (!file.name.startsWith(prefix)) continue;
      const target = join(folder, file.name.slice(prefix.length));
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
      await pipeline(file.content(), createWriteStream(target, { mode: file.mode }));
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const administratorOf = ({ directory }: Session, member: string) =>
  signerOf(directory.wallets(member).administration.get(ADMIN_LABEL)!);

/** A peer opens its port a moment after it calls itself healthy: until then it has no blocks. */
const heightOf = async ({ peer }: MemberAccess, signer: FabricSigner, channel: string): Promise<number> => {
  try {
    return (await markOf(peer, signer, channel)).height;
  } catch (error) {
    if (error instanceof PeerError && error.status === undefined) return 0;
    throw error;
  }
};

/** Waits until a peer's ledger is where another's was, and holds the two against each other. */
const untilCaughtUp = async (
  session: Session,
  own: MemberAccess,
  other: MemberAccess,
  say: (detail: string) => void,
): Promise<LedgerMark> => {
  const { channel } = session.consortium;
  const wanted = await markOf(other.peer, administratorOf(session, other.name), channel);
  const administrator = administratorOf(session, own.name);
  const deadline = Date.now() + CAUGHT_UP_WITHIN_MILLISECONDS;
  for (let height = 0; height < wanted.height;) {
    height = await heightOf(own, administrator, channel);
    say(`${height} of ${wanted.height} blocks`);
    if (Date.now() > deadline) {
      const reason = `the peer of ${own.name} has ${height} of ${wanted.height} blocks and does not get on`;
      throw new OperatorError('behind', reason, `See \`rxnet logs peer.${own.name}\`.`);
    }
    if (height < wanted.height) await new Promise((done) => setTimeout(done, EVERY_MILLISECONDS));
  }
  const hash = await blockHashAt(own.peer, administrator, channel, wanted.height - 1);
  if (hash === wanted.blockHash) return wanted;
  const reason = `block ${wanted.height - 1} of ${own.name} is another than that of ${other.name}`;
  throw new OperatorError('other-ledger', reason, 'Stop that peer; its data are of another ledger.');
};

/** What replacing would do. @throws OperatorError where it would be refused */
export const planReplacement = ({ runtime }: Session, node: Node, options: ReplaceOptions) => {
  runtime.checkReplacement(node, options);
  return { node: node.name, disk: options.from ? `the one in ${options.from}` : 'empty', identity: 'kept' };
};

/** Gives a node a new disk, has it join and catch up. The caller holds the directory's lock. */
export const replaceNode = async (
  session: Session,
  node: Node,
  options: ReplaceOptions,
  progress: Progress,
): Promise<ReplaceOutcome> => {
  planReplacement(session, node, options);
  const host = await requireRunning(session);
  const members = await requireAccess(session, host);
  const { acceptsLoss, from } = options;
  const replace = (replacement: Replacement) =>
    progress.step(`Replace ${node.name}`, (say) => session.runtime.replaceNode(host, node, replacement, say));
  if (from) await withData(session, node, from, (folder) => replace({ acceptsLoss, from: folder }));
  else await replace({ acceptsLoss });
  if (node.kind !== 'peer') return { node: node.name };
  const own = members.find(({ name }) => name === node.member)!;
  const other = members.find(({ name }) => name !== node.member)!;
  const ledger = await progress.step('Catch up', (say) => untilCaughtUp(session, own, other, say));
  await progress.step(`Restart ${node.name}`, async (say) => {
    await session.runtime.stopNodes(host, [node]);
    await session.runtime.startNodes(host, [node]);
    await untilCaughtUp(session, own, other, say);
  });
  // Its packages were on the disk too, and its member's approvals.
  await deployChaincode(session, host, members, progress);
  return { node: node.name, ledger };
};
