import { type Command, InvalidArgumentError } from 'commander';
import { openSession } from '../operation/session';
import { fetchPrograms, type FetchOptions, planFetch } from '../programs/fetch-programs';
import { RELEASES } from '../programs/release';
import { type CommonOptions, speak } from './console';

type ProgramsOptions = CommonOptions & {
  readonly from: string;
  readonly sha256: ReadonlyMap<string, string>;
  readonly dryRun?: boolean;
};

const sum = (text: string, before: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
  const [, file, hex] = /^([\w.-]+)=([0-9a-fA-F]{64})$/.exec(text) ?? [];
  if (!file || !hex) throw new InvalidArgumentError('Write <archive>=<64 hexadecimal digits>.');
  return new Map([...before, [file, hex.toLowerCase()]]);
};

const programs = (options: ProgramsOptions): Promise<void> =>
  speak(options, async ({ progress, say }) => {
    const { fabricVersion } = openSession(options).consortium;
    const wanted: FetchOptions = { fabricVersion, from: options.from, sums: options.sha256 };
    if (options.dryRun) {
      const plan = planFetch(wanted);
      for (const { url, path, sha256 } of plan.archives) say(`${url}\n    to ${path}\n    SHA-256 ${sha256}`);
      return { isDryRun: true, ...plan };
    }
    const outcome = await fetchPrograms(wanted, progress);
    say(`Fabric's programs are in ${outcome.folder}; rxnet finds them there.`);
    return outcome;
  });

/** The command that gets Fabric's own programs. */
export const addProgramsCommand = (program: Command, common: (command: Command) => Command): void => {
  common(program.command('programs'))
    .description("get Fabric's own programs, checked, for the runtime native")
    .option('--from <url>', 'where the releases are, or a mirror of them', RELEASES)
    .option('--sha256 <archive=sum>', 'the SHA-256 of an archive; may be repeated', sum, new Map())
    .option('--dry-run', 'say what would be fetched, and from where')
    .action(programs);
};
