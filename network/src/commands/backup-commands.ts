import { resolve } from 'node:path';
import type { Command } from 'commander';
import { withLock } from '../directory/directory-lock';
import { NetworkDirectory } from '../directory/network-directory';
import { backUp, planBackup } from '../operation/backup';
import { readManifest, requireEmpty, restore } from '../operation/restore';
import { openSession } from '../operation/session';
import { type CommonOptions, speak } from './console';

type DryOptions = CommonOptions & { readonly dryRun?: boolean };

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** `rxledger-2026-01-31T120000.tar.gz` where no name is given. */
const archiveName = (network: string): string =>
  `${network}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.tar.gz`;

const backup = (archive: string | undefined, options: DryOptions): Promise<void> =>
  speak(options, async ({ progress, say }) => {
    const session = openSession(options);
    const path = resolve(archive ?? archiveName(session.consortium.name));
    if (options.dryRun) {
      const plan = await planBackup(session, path);
      say(`${plan.nodes.length} nodes, at most ${mebibytes(plan.bytesAtMost)}, would go into ${path}.`);
      return { isDryRun: true, ...plan };
    }
    const outcome = await withLock(session.directory, () => backUp(session, path, progress));
    say(`${outcome.files} files, ${mebibytes(outcome.bytes)}, ledger at ${outcome.ledger.height} blocks: ${path}`);
    say('It holds the keys of every member. Keep it where only its owner reads it.');
    return outcome;
  });

const restoreCommand = (archive: string, options: DryOptions): Promise<void> =>
  speak(options, async ({ progress, say }) => {
    const directory = new NetworkDirectory(resolve(options.directory));
    const path = resolve(archive);
    if (options.dryRun) {
      requireEmpty(directory);
      const { files, ...manifest } = await readManifest(path);
      say(`${files.length} files of ${new Date(manifest.createdAt).toISOString()} would go into ${directory.root}.`);
      return { isDryRun: true, directory: directory.root, files: files.length, manifest };
    }
    const outcome = await restore(path, directory, options.config, progress);
    say(`Restored into ${outcome.directory}: ${outcome.manifest.ledger.height} blocks. Start it with \`rxnet up\`.`);
    return outcome;
  });

/** Commands that put a network aside and bring it back. */
export const addBackupCommands = (program: Command, common: (command: Command) => Command): void => {
  common(program.command('backup'))
    .description('write ledgers, keys and identities into one file, while the network runs')
    .argument('[archive]', 'the file; named after network and time where left out')
    .option('--dry-run', 'say what would be written')
    .action(backup);
  common(program.command('restore'))
    .description('put a backup back into an empty directory')
    .argument('<archive>', 'what `rxnet backup` wrote')
    .option('--dry-run', 'say what is in it')
    .action(restoreCommand);
};
