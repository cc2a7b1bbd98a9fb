import { execFile } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { isOtherVersion, wantedVersion } from '../programs/check-programs';
import { findPrograms as findFabricPrograms } from '../programs/find-programs';
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

/** What a runtime lacks is a fault in a network of it, and a hint in others. */
const lacking = ({ runtime }: Session, of: string): Finding['verdict'] => (runtime.name === of ? 'fault' : 'hint');

const fabricPrograms = async (session: Session): Promise<readonly Finding[]> => {
  const { fabricVersion } = session.consortium;
  const programs = await findFabricPrograms(fabricVersion);
  return programs.map((program): Finding => {
    const { name, path, version } = program;
    const subject = `native: ${name}`;
    if (!path) {
      const detail = 'not found in FABRIC_BIN, PATH and cache';
      return { subject, verdict: lacking(session, 'native'), detail, remedy: 'rxnet programs' };
    }
    if (isOtherVersion(program, fabricVersion)) {
      const detail = `${path} is of version ${version!}, wanted is ${wantedVersion(program, fabricVersion)}`;
      return { subject, verdict: lacking(session, 'native'), detail, remedy: 'rxnet programs; unset FABRIC_BIN' };
    }
    if (version) return { subject, verdict: 'ok', detail: `${path} (${version})` };
    const detail = `${path} does not say its version; ${wantedVersion(program, fabricVersion)} is wanted`;
    return { subject, verdict: 'hint', detail, remedy: 'rxnet programs' };
  });
};

/** Asks a program for something that it can say only if it works; its first line. */
const firstLine = async (command: string, args: readonly string[]): Promise<string | undefined> => {
  try {
    const { stdout } = await promisify(execFile)(command, args, { timeout: 20_000 });
    return stdout.split('\n')[0];
  } catch {
    return undefined;
  }
};

const docker = async (session: Session): Promise<readonly Finding[]> => {
  const verdict = lacking(session, 'docker');
  const engine = await firstLine('docker', ['version', '--format', '{{.Server.Version}}']);
  const compose =
    (await firstLine('docker', ['compose', 'version', '--short'])) ??
    (await firstLine('docker-compose', ['version', '--short']));
  return [
    engine
      ? { subject: 'docker: engine', verdict: 'ok', detail: engine }
      : { subject: 'docker: engine', verdict, detail: 'does not answer', remedy: 'apt-get install docker.io' },
    compose
      ? { subject: 'docker: compose', verdict: 'ok', detail: compose }
      : { subject: 'docker: compose', verdict, detail: 'not found', remedy: 'apt-get install docker-compose' },
  ];
};

/** What this machine lacks for the network, each with the command that gets it. */
export const examine = async (session: Session): Promise<readonly Finding[]> => [
  nodeVersion(),
  { subject: 'consortium file', verdict: 'ok', detail: session.consortium.file },
  ...build(session),
  await ports(session),
  disk(session),
  ...(await fabricPrograms(session)),
  ...(await docker(session)),
];
