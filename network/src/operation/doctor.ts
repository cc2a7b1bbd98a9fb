import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { portClaims, takenPorts } from '../runtime/port-check';
import { findPrograms } from './programs';
import type { Session } from './session';

/** One thing that a machine needs, or that other runtimes will need. */
export interface Finding {
  readonly subject: string;
  /** `hint` is no fault: something that this runtime does without. */
  readonly verdict: 'ok' | 'hint' | 'fault';
  readonly detail: string;
  /** The command that puts it right. */
  readonly remedy?: string;
}

const LEAST_DISK_BYTES = 512 * 1024 * 1024;
const FABRIC_PROGRAMS = ['peer', 'orderer', 'configtxgen', 'osnadmin', 'fabric-ca-server'];

const nodeVersion = (): Finding => {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  const isEnough = major > 20 || (major === 20 && minor >= 19);
  const subject = 'Node';
  return isEnough
    ? { subject, verdict: 'ok', detail: process.versions.node }
    : { subject, verdict: 'fault', detail: `${process.versions.node} is too old`, remedy: 'nvm install 22' };
};

const build = ({ consortium }: Session): readonly Finding[] =>
  findPrograms(consortium).map(({ subject, path, isBuilt }): Finding =>
    isBuilt
      ? { subject, verdict: 'ok', detail: path }
      : { subject, verdict: 'fault', detail: `${path} is missing`, remedy: 'npm ci && npm run build' },
  );

const disk = ({ directory }: Session): Finding => {
  let folder = directory.root;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const detail = `${Math.floor(free / (1024 * 1024))} MiB free at ${folder}`;
  return free >= LEAST_DISK_BYTES
    ? { subject: 'disk', verdict: 'ok', detail }
    : { subject: 'disk', verdict: 'fault', detail, remedy: 'rxnet down --purge' };
};

const ports = async ({ consortium, runtime }: Session): Promise<Finding> => {
  const subject = 'ports';
  if ((await runtime.keeper.find()).state === 'running') {
    return { subject, verdict: 'ok', detail: 'the network has them' };
  }
  const taken = await takenPorts(portClaims(consortium, runtime.nodePorts));
  if (taken.length === 0) return { subject, verdict: 'ok', detail: 'all free' };
  const detail = `taken: ${taken.map(({ port, place }) => `${port} (${place})`).join(', ')}`;
  return { subject, verdict: 'fault', detail, remedy: 'rxnet up --port-offset 1000' };
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const fabricPrograms = (): Finding => {
  const folders = [process.env['FABRIC_BIN'] ?? [], (process.env['PATH'] ?? '').split(delimiter)].flat();
  const missing = FABRIC_PROGRAMS.filter((name) => !folders.some((folder) => isProgram(join(folder, name))));
  const subject = 'Fabric programs';
  if (missing.length === 0) return { subject, verdict: 'ok', detail: 'all found' };
  return {
    subject,
    verdict: 'hint',
    detail: `not found: ${missing.join(', ')}; the devnet does without`,
    remedy: 'export FABRIC_BIN=<folder of the programs>',
  };
};

/** What this machine lacks for the network, each with the command that gets it. */
export const examine = async (session: Session): Promise<readonly Finding[]> => [
  nodeVersion(),
  { subject: 'consortium file', verdict: 'ok', detail: session.consortium.file },
  ...build(session),
  await ports(session),
  disk(session),
  fabricPrograms(),
];
