import type { Command } from 'commander';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { hashOf } from '../releases/scheme';
import { readReleaseFile, type ReleasePlan } from '../steward/release-file';

/** Options of all commands that read a release file. */
export interface ReleaseFileOptions {
  readonly scheme?: string;
  readonly json?: boolean;
}

export const readingReleaseFile = (command: Command): Command =>
  command
    .argument('[file]', 'the release file', 'release.yaml')
    .option('--scheme <sha256>', 'hash of the scheme on the ledger: any other is refused')
    .option('--json', 'one line of JSON');

/** @throws AnonymisationError for a file that cannot be, or another scheme than the ledger has */
export function readPlan(file: string, { scheme }: ReleaseFileOptions): ReleasePlan {
  const plan = readReleaseFile(file);
  if (scheme !== undefined) requireScheme(plan, scheme);
  return plan;
}

/** @throws AnonymisationError where the ledger has another scheme */
export function requireScheme({ scheme }: ReleasePlan, registered: string): void {
  const own = hashOf(scheme);
  if (own !== registered) {
    throw new AnonymisationError('other-scheme', `the scheme of this file is ${own}, the ledger has ${registered}`);
  }
}
