import { readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type FileToArchive, writeArchive } from '../archive/write-archive';
import { copyTree } from '../backup/copy-tree';
import { bytesBelow, filesBelow } from '../backup/files-of';
import { markOf } from '../backup/ledger-mark';
import { type LedgerMark, type Manifest, MANIFEST } from '../backup/manifest';
import { signerOf } from '../fabric/signer';
import { ADMIN_LABEL } from '../identity/enrol-member';
import { OperatorError } from '../operator-error';
import type { Progress } from '../progress/progress';
import type { MemberAccess, ProcessHost } from '../runtime/runtime';
import { requireAccess, requireRunning } from './require-running';
import type { Session } from './session';

/** What a backup came to. */
export interface BackupOutcome {
  readonly archive: string;
  readonly bytes: number;
  readonly files: number;
  readonly ledger: LedgerMark;
  /** How long the nodes were held still, so that all that they keep is of one moment. */
  readonly heldMilliseconds: number;
}

/** What is of the running processes alone, and read models, which gateways read anew from the ledger. */
const isKept = (root: string) => (path: string) =>
  !['lock', 'supervisor', 'logs', 'nodes', 'backup.new'].some((name) => path === join(root, name)) &&
  !/\.db(-wal|-shm)?$|\.new$/.test(basename(path));

/** What a runtime keeps for all nodes together; their own folders are its to copy. */
const looseFiles = (nodes: string): readonly string[] =>
  readdirSync(nodes, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(nodes, entry.name)] : []));

/** The lowest of the peers' marks: every ledger has it, now and in whatever is copied later. */
const lowestMark = async (
  { directory, consortium }: Session,
  members: readonly MemberAccess[],
): Promise<LedgerMark> => {
  const marks = await Promise.all(
    members.map(({ name, peer }) =>
      markOf(peer, signerOf(directory.wallets(name).administration.get(ADMIN_LABEL)!), consortium.channel),
    ),
  );
  return marks.reduce((lowest, mark) => (mark.height < lowest.height ? mark : lowest));
};

/** @throws OperatorError where the disk would not hold the copy and its archive */
const requireRoom = (bytes: number, folder: string): void => {
  const { bavail, bsize } = statfsSync(folder);
  const needed = bytes * 2;
  if (bavail * bsize > needed) return;
  const mebibytes = (count: number) => `${Math.ceil(count / 2 ** 20)} MiB`;
  throw new OperatorError(
    'no-room',
    `the backup may need ${mebibytes(needed)} in ${folder}, and ${mebibytes(bavail * bsize)} are free`,
    'Make room, or name another disk for the archive.',
  );
};

/** Every node must run: what is down may be behind, and a copy of it is not of the same moment. */
const requireAllUp = async ({ runtime }: Session, host: ProcessHost): Promise<void> => {
  const running = await runtime.runningNodes(host);
  const down = runtime.nodes.filter(({ name }) => !running.has(name)).map(({ name }) => name);
  if (down.length === 0) return;
  throw new OperatorError(
    'nodes-down',
    `${down.join(', ')} ${down.length === 1 ? 'is' : 'are'} down, and a backup holds the whole network`,
    `Start ${down.length === 1 ? 'it' : 'them'} first: \`rxnet start ${down[0]!}\`.`,
  );
};

/** What a backup would hold, and how much of it there is. */
export const planBackup = async (session: Session, archive: string) => {
  const host = await requireRunning(session);
  await requireAllUp(session, host);
  const bytes = bytesBelow(session.directory.root);
  requireRoom(bytes, dirname(archive));
  return { archive, bytesAtMost: bytes, nodes: session.runtime.nodes.map(({ name }) => name) };
};

/** Writes all that the network is, keys included, into one file. The network goes on; the caller holds the directory's lock. */
export const backUp = async (session: Session, archive: string, progress: Progress): Promise<BackupOutcome> => {
  const { consortium, directory, runtime } = session;
  await planBackup(session, archive);
  const host = await requireRunning(session);
  const members = await requireAccess(session, host);
  const stage = join(directory.root, 'backup.new');
  rmSync(stage, { recursive: true, force: true });
  try {
    const ledger = await progress.step('Note where the ledger stands', () => lowestMark(session, members));
    copyTree(directory.root, stage, isKept(directory.root));
    copyTree(consortium.file, join(stage, 'consortium.yaml'));
    for (const file of looseFiles(directory.nodes)) copyTree(file, join(stage, 'nodes', basename(file)));
    const begin = performance.now();
    await progress.step('Copy the nodes', (say) => runtime.copyNodes(host, join(stage, 'nodes'), say));
    const heldMilliseconds = Math.round(performance.now() - begin);
    return await progress.step(`Write ${basename(archive)}`, async (say) => {
      const files = await filesBelow(stage);
      const manifest: Manifest = {
        format: 1,
        createdAt: Date.now(),
        runtime: runtime.name,
        profile: consortium.ordering.profile,
        fabricVersion: consortium.fabricVersion,
        channel: consortium.channel,
        members: consortium.members.map(({ name, mspId }) => ({ name, mspId })),
        ledger,
        files,
      };
      const content = Buffer.from(JSON.stringify(manifest));
      const first: FileToArchive = { name: MANIFEST, mode: 0o600, size: content.length, content };
      const rest = files.map(({ name, mode, size }) => ({ name, mode, size, content: join(stage, name) }));
      await writeArchive(archive, [first, ...rest], (done) => say(`${done} of ${files.length + 1} files`));
      return { archive, bytes: statSync(archive).size, files: files.length, ledger, heldMilliseconds };
    });
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
};
