import { Command } from 'commander';
import { writeInternal } from '../steward/internal-folder';
import { reportOnRelease } from '../steward/report-on-release';
import { readingReleaseFile, readPlan, type ReleaseFileOptions } from './release-file-argument';

interface Options extends ReleaseFileOptions {
  readonly release: string;
}

/** `rx anonymise report`: risk and utility of a release on the disk, for the steward. */
export const reportCommand = (): Command =>
  readingReleaseFile(new Command('report'))
    .description('measure risk and utility of a release against the data: internal')
    .option('--release <folder>', 'the release', 'release')
    .action(async (file: string, options: Options) => {
      const { report, page } = await reportOnRelease(readPlan(file, options), options.release);
      const html = await writeInternal(options.release, 'report.html', page);
      const json = await writeInternal(options.release, 'report.json', `${JSON.stringify(report, null, 2)}\n`);
      const told = `INTERNAL, never to be given away:\n${html}\n${json}\n`;
      process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : told);
    });
