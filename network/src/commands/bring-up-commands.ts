import { type Command, InvalidArgumentError, Option } from 'commander';
import { withLock } from '../directory/directory-lock';
import { NetworkDirectory } from '../directory/network-directory';
import { readRecord } from '../directory/network-record';
import { bringUp } from '../operation/bring-up';
import { planRedeployment, redeploy } from '../operation/redeploy';
import { enrolAgain } from '../operation/enrol-again';
import { openSession } from '../operation/session';
import { takeDown } from '../operation/take-down';
import { resolve } from 'node:path';
import { keptProcesses, RUNTIMES } from '../runtime/create-runtime';
import { ORDERING_PROFILES, type OrderingProfile } from '../topology/consortium';
import { speak, type CommonOptions } from './console';
import { printSummary } from './print-summary';

const wholeNumber = (text: string): number => {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('A whole number is wanted.');
};

type UpOptions = CommonOptions & {
  readonly portOffset?: number;
  readonly runtime?: string;
  readonly profile?: OrderingProfile;
  readonly adapter?: string;
  readonly services: boolean;
};

const up = (options: UpOptions): Promise<void> =>
  speak(options, async ({ progress, say }) => {
    const session = openSession(options);
    const outcome = await withLock(session.directory, () =>
      bringUp(session, progress, { hasServices: options.services }),
    );
    say(printSummary(session, outcome));
    return outcome;
  });

const down = (options: CommonOptions & { readonly purge?: boolean }): Promise<void> =>
  speak(options, async ({ progress, say }) => {
    const directory = new NetworkDirectory(resolve(options.directory));
    const isPurge = options.purge === true;
    const runtimes = recordedRuntimes(directory, isPurge);
    if (runtimes.length === 0) {
      say('There is no network here.');
      return { purged: false };
    }
    await withLock(directory, () =>
      takeDown(
        directory,
        runtimes.map((name) => keptProcesses(name, directory)),
        isPurge,
        progress,
      ),
    );
    return { purged: isPurge };
  });

/** A damaged record does not keep anybody from taking the network down, whatever ran it; a foreign directory does. */
const recordedRuntimes = (directory: NetworkDirectory, isPurge: boolean): readonly string[] => {
  try {
    return [readRecord(directory)?.runtime ?? []].flat();
  } catch (error) {
    if ((error as { code?: string }).code === 'damaged-record' && isPurge) return RUNTIMES;
    throw error;
  }
};

const names = (mspIds: readonly string[]): string => mspIds.join(', ') || 'nobody';

const deploy = (options: CommonOptions & { readonly dryRun?: boolean }): Promise<void> =>
  speak(options, async ({ progress, say }) => {
    const session = openSession(options);
    if (options.dryRun) {
      const plan = await planRedeployment(session);
      say(`Would bring ${plan.chaincode} ${plan.version} into force as sequence ${plan.sequence}.`);
      say(`To install: ${names(plan.installed)}. To approve: ${names(plan.approved)}. All processes start anew.`);
      return { isDryRun: true, ...plan };
    }
    const outcome = await withLock(session.directory, () => redeploy(session, progress));
    say(`Chaincode ${outcome.chaincode} ${outcome.version} is in force, sequence ${outcome.sequence}.`);
    return outcome;
  });

const enrol = (options: CommonOptions): Promise<void> =>
  speak(options, async ({ progress, say }) => {
    const session = openSession(options);
    const members = await withLock(session.directory, () => enrolAgain(session, progress));
    for (const { member, enrolled, kept } of members) {
      say(`${member}: ${enrolled.length > 0 ? `enrolled ${enrolled.join(', ')}` : `all ${kept.length} in force`}`);
    }
    return { members };
  });

/** Commands that change a whole network. */
export const addBringUpCommands = (program: Command, common: (command: Command) => Command): void => {
  common(program.command('up'))
    .description('bring the network up, or what is missing of it')
    .option('--port-offset <number>', 'add this to every port of the consortium file', wholeNumber)
    .option('--no-services', 'leave out gateways and token issuer')
    .option('--runtime <name>', `what runs the nodes: ${RUNTIMES.join(', ')}`)
    .addOption(
      new Option('--profile <name>', "how blocks are ordered, instead of the file's profile").choices(
        Object.keys(ORDERING_PROFILES),
      ),
    )
    .addOption(
      new Option('--adapter <name>', 'how the gateways reach the ledger').choices(['fabric-gateway', 'fabric-network']),
    )
    .action(up);
  common(program.command('down'))
    .description('end every process of the network')
    .option('--purge', 'remove its files too: identities and ledger')
    .action(down);
  common(program.command('deploy'))
    .description("bring the consortium file's chaincode into force and restart its processes")
    .option('--dry-run', 'say who has to install and approve')
    .action(deploy);
  common(program.command('enrol')).description('enrol people who are new in the consortium file').action(enrol);
};
