import { join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { checkDirectory } from '../directory/check-directory';
import { NetworkDirectory } from '../directory/network-directory';
import { type NetworkRecord, readRecord } from '../directory/network-record';
import { OperatorError } from '../operator-error';
import { createRuntime } from '../runtime/create-runtime';
import type { Runtime } from '../runtime/runtime';
import type { Consortium, OrderingProfile } from '../topology/consortium';
import { readConsortium } from '../topology/read-consortium';

/** What every command is told about the network it is for. */
export interface SessionOptions {
  readonly directory: string;
  /** Consortium file; that of the network's record where left out. */
  readonly config?: string;
  readonly portOffset?: number;
  readonly runtime?: string;
  readonly profile?: OrderingProfile;
  readonly adapter?: string;
}

/** A network as a command works on it: the file, the directory, and what runs its nodes. */
export interface Session {
  readonly consortium: Consortium;
  readonly directory: NetworkDirectory;
  readonly runtime: Runtime;
  /** Absent before the first `up`. */
  readonly record: NetworkRecord | undefined;
  readonly settings: Pick<NetworkRecord, 'config' | 'portOffset' | 'runtime' | 'profile' | 'adapter'>;
}

/** The repository's root: the nearest folder above the command's own that holds the test network's configuration. */
export const repositoryRoot = (): string => {
  for (let folder = __dirname; folder !== resolve(folder, '..'); folder = resolve(folder, '..')) {
    if (existsSync(join(folder, 'test-network-config'))) return folder;
  }
  return process.cwd();
};

const sameAsRecorded = <T>(name: string, given: T | undefined, recorded: T | undefined, fallback: T): T => {
  if (given !== undefined && recorded !== undefined && given !== recorded) {
    const reason = `the network was made with ${name} ${String(recorded)}, not ${String(given)}`;
    throw new OperatorError('other-setting', reason, `Leave the option out, or begin anew: \`rxnet down --purge\`.`);
  }
  return given ?? recorded ?? fallback;
};

const defaultFile = (): string => join(repositoryRoot(), 'test-network-config', 'consortium.yaml');

/** What the command was told, else what the network was made with. @throws OperatorError where the two disagree */
const settingsOf = (options: SessionOptions, record: NetworkRecord | undefined): Session['settings'] => {
  const profile = sameAsRecorded('ordering profile', options.profile, record?.profile, undefined);
  const adapter = options.adapter ?? record?.adapter;
  return {
    config: resolve(options.config ?? record?.config ?? defaultFile()),
    portOffset: sameAsRecorded('port offset', options.portOffset, record?.portOffset, 0),
    runtime: sameAsRecorded('runtime', options.runtime, record?.runtime, 'devnet'),
    ...(profile && { profile }),
    ...(adapter && { adapter }),
  };
};

/**
 * Reads file and directory and holds them against each other. Changes nothing.
 * @throws ConsortiumFileError, OperatorError
 */
export const openSession = (options: SessionOptions): Session => {
  const directory = new NetworkDirectory(resolve(options.directory));
  const record = readRecord(directory);
  const settings = settingsOf(options, record);
  const consortium = readConsortium(settings.config, settings);
  if (record) checkDirectory(directory, record, consortium);
  return { consortium, directory, record, settings, runtime: createRuntime(settings.runtime, consortium, directory) };
};
