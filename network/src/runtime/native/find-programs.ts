import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { OperatorError } from '../../operator-error';
import type { FabricProgram } from '../nodes/node-plan';

export const FABRIC_PROGRAMS: readonly FabricProgram[] = ['peer', 'orderer', 'fabric-ca-server'];

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The folders where Fabric's programs are looked for, the first that has one wins: FABRIC_BIN, then the PATH. */
const folders = (environment: NodeJS.ProcessEnv): readonly string[] =>
  [environment['FABRIC_BIN'] ?? '', ...(environment['PATH'] ?? '').split(delimiter)].filter((folder) => folder !== '');

/** Where a program is; undefined where this machine does not have it. */
export const findProgram = (name: FabricProgram, environment = process.env): string | undefined =>
  folders(environment)
    .map((folder) => join(folder, name))
    .find(isProgram);

/** What a program says of its version, as `3.1.5`; undefined where it was built without one. */
export const versionOf = async (path: string): Promise<string | undefined> => {
  const { stdout } = await promisify(execFile)(path, ['version'], { timeout: 30_000 });
  return /Version:\s*v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
};

const minor = (version: string): string => version.split('.').slice(0, 2).join('.');

/**
 * Makes sure that Fabric's programs are here and of the version that the consortium agreed on.
 * @throws OperatorError
 */
export const checkFabricPrograms = async (fabricVersion: string): Promise<void> => {
  const missing = FABRIC_PROGRAMS.filter((name) => findProgram(name) === undefined);
  if (missing.length > 0) {
    throw new OperatorError(
      'no-programs',
      `Fabric's ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not on this machine`,
      'Set FABRIC_BIN to the folder that holds them, or use `--runtime devnet`, which needs none.',
    );
  }
  for (const name of ['peer', 'orderer'] as const) {
    const path = findProgram(name)!;
    const version = await versionOf(path);
    if (version === undefined || minor(version) === minor(fabricVersion)) continue;
    throw new OperatorError(
      'fabric-version',
      `${path} is of Fabric ${version}, and the consortium runs ${fabricVersion}`,
      'Set FABRIC_BIN to programs of that version, or change `fabric.version` in the consortium file.',
    );
  }
};
