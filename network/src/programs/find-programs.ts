import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { programCache } from './program-cache';
import { type FabricProgram, FABRIC_PROGRAMS } from './release';

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** Where programs are looked for, the first folder that has one wins: FABRIC_BIN, the PATH, what `rxnet programs` fetched. */
const folders = (fabricVersion: string, environment: NodeJS.ProcessEnv): readonly string[] => [
  ...[environment['FABRIC_BIN'] ?? '', ...(environment['PATH'] ?? '').split(delimiter)].filter(
    (folder) => folder !== '',
  ),
  programCache(fabricVersion, environment).bin,
];

/** Where a program is; undefined where this machine does not have it. */
export const findProgram = (
  name: FabricProgram,
  fabricVersion: string,
  environment = process.env,
): string | undefined =>
  folders(fabricVersion, environment)
    .map((folder) => join(folder, name))
    .find(isProgram);

/** A program of Fabric, as far as it is here. */
export interface FoundProgram {
  readonly name: FabricProgram;
  /** Absent where this machine does not have it. */
  readonly path?: string;
  /** What it says of itself, as `3.1.5`; absent where it was built without a version, or does not run. */
  readonly version?: string;
}

const versionOf = async (path: string): Promise<string | undefined> => {
  try {
    const { stdout } = await promisify(execFile)(path, ['version'], { timeout: 30_000 });
    return /Version:\s*v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
};

/** Looks for every program that nodes of Fabric need, and asks each for its version. */
export const findPrograms = (fabricVersion: string, environment = process.env): Promise<readonly FoundProgram[]> =>
  Promise.all(
    FABRIC_PROGRAMS.map(async (name): Promise<FoundProgram> => {
      const path = findProgram(name, fabricVersion, environment);
      const version = path && (await versionOf(path));
      return { name, ...(path && { path }), ...(version && { version }) };
    }),
  );
