import { Command } from 'commander';
import { TABLE } from '../steward/release-folder';
import { verifyFolder } from '../steward/verify-folder';

/** `rx anonymise verify`: checks a release on a disk by itself. */
export const verifyCommand = (): Command =>
  new Command('verify')
    .description('check a release on the disk: unchanged, and as its manifest says')
    .argument('[folder]', 'the release', 'release')
    .option('--json', 'one line of JSON')
    .action(async (folder: string, { json }: { readonly json?: boolean }) => {
      try {
        const { guarantee, table, digest } = await verifyFolder(folder);
        const words = `${folder}/${TABLE} is what its manifest says (${table.rows} rows, SHA-256 ${table.sha256}).\n${guarantee.words}\n`;
        process.stdout.write(json === true ? `${JSON.stringify({ valid: true, digest, table, guarantee })}\n` : words);
      } catch (error) {
        if (json === true)
          process.stdout.write(`${JSON.stringify({ valid: false, reason: (error as Error).message })}\n`);
        throw error;
      }
    });
