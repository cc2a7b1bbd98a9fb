import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readArchive } from '../archive/read-archive';
import type { LedgerMark } from '../backup/manifest';
import { OperatorError } from '../operator-error';
import type { Progress } from '../progress/progress';
import type { Node } from '../runtime/node';
import type { Replacement } from '../runtime/runtime';
import { untilCaughtUp } from './catch-up';
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
