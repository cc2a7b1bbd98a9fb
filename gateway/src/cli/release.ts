import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { COMPOSITIONS, type Composition, type DatasetView, type ReleaseView } from '@rxledger/chaincode/api';
import { Command, Option } from 'commander';
import { MANIFEST, TABLE } from '../releases/artefact';
import { differences } from '../releases/check-artefact';
import { partsOf } from '../releases/decimal';
import { guaranteeOf } from '../releases/guarantee';
import { hashOf } from '../releases/scheme';
import { readPlan } from './release-file-argument';

interface Reach {
  readonly gateway: string;
  readonly token: string;
}

interface Files {
  readonly manifest: string;
  readonly table: string;
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Options of every command that asks a gateway. */
const reaching = (command: Command): Command =>
  command
    .requiredOption('--gateway <url>', 'base address of the gateway of your own organisation')
    .addOption(
      new Option('--token <token>', 'access token of a person of it').env('RX_TOKEN').makeOptionMandatory(true),
    );

/** @throws Error with the code and the words of a refusal */
async function call({ gateway, token }: Reach, path: string, body?: object): Promise<Response> {
  const answer = await fetch(new URL(`/v1${path}`, gateway), {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (answer.ok) return answer;
  const {
    code,
    title,
    faults = [],
  } = (await answer.json().catch(() => ({}))) as {
    code?: string;
    title?: string;
    faults?: { path: string; rule: string }[];
  };
  const places = faults.map(({ path: place, rule }) => `${place} ${rule}`).join(', ');
  throw new Error(`${code ?? answer.status}: ${title ?? answer.statusText} ${places}`.trim());
}

const readRelease = async (reach: Reach, id: string): Promise<ReleaseView> =>
  (await call(reach, `/releases/${id}`)).json() as Promise<ReleaseView>;

/** Holds files against the ledger, and says what the release guarantees. @throws Error naming what differs */
async function verify(reach: Reach, id: string, files: Files): Promise<void> {
  const release = await readRelease(reach, id);
  if (release.artefact === undefined) throw new Error(`release ${id} is ${release.status}: nothing was published`);
  const parts = await differences(files, release);
  if (parts.length > 0) {
    throw new Error(`RELEASE_ALTERED: not what ${release.owner} published (${parts.join(', ')}). Do not use it.`);
  }
  say(`${files.table} is what ${release.owner} published, as the ledger has it (${release.artefact}).`);
  say(guaranteeOf(release).words);
}

async function download(reach: Reach & { readonly to: string }, id: string): Promise<void> {
  await mkdir(reach.to, { recursive: true });
  const files: Files = { manifest: join(reach.to, MANIFEST), table: join(reach.to, TABLE) };
  for (const part of ['manifest', 'table'] as const) {
    const { body } = await call(reach, `/releases/${id}/${part}`);
    await pipeline(Readable.fromWeb(body as never), createWriteStream(files[part]));
  }
  await verify(reach, id, files);
}

interface Registration extends Reach {
  readonly title: string;
  readonly epsilon: string;
  readonly delta: string;
  readonly composition: Composition;
}

async function registerPrescriptions(id: string, options: Registration): Promise<void> {
  const { title, epsilon, delta, composition } = options;
  const cap = { microEpsilon: partsOf(epsilon, 6), picoDelta: partsOf(delta, 12) };
  const accounts = [{ guarantee: 'add-remove', composition, cap }];
  await call(options, '/datasets', { id, title, source: { kind: 'prescriptions' }, accounts });
  say(`The ended prescriptions of this organisation are data set ${id}, with epsilon ${epsilon} to spend.`);
}

interface FileRegistration extends Registration {
  readonly file: string;
  readonly source: string;
}

/** Which account a mode is charged to. */
const GUARANTEE = { histogram: 'add-remove', dp: 'add-remove', paper: 'label' } as const;

/** Registers the scheme of a release file: what `rx anonymise plan` was tried with is what the ledger holds. */
async function registerFile(id: string, options: FileRegistration): Promise<void> {
  const { title, epsilon, delta, composition, source, file } = options;
  const { scheme, question, severalRows } = readPlan(file, {});
  if (severalRows === 'keep-one') {
    throw new Error('several-rows: keep-one is done on the disk alone; give the gateway a file with one row a patient');
  }
  const cap = { microEpsilon: partsOf(epsilon, 6), picoDelta: partsOf(delta, 12) };
  const accounts = [{ guarantee: GUARANTEE[question.mode], composition, cap }];
  await call(options, '/datasets', { id, title, source: { kind: 'file', name: source }, scheme, accounts });
  say(`${source} is data set ${id}, with epsilon ${epsilon} to spend. The scheme on the ledger is ${hashOf(scheme)}.`);
}

/** Asks for the release of a release file; a scheme that is not the ledger's is refused before anything is charged. */
async function askForFile(id: string, options: Reach & { readonly file: string }): Promise<void> {
  const { scheme } = (await (await call(options, `/datasets/${id}`)).json()) as DatasetView;
  const { question } = readPlan(options.file, { scheme });
  const release = (await (await call(options, '/releases', { dataset: id, ...question })).json()) as ReleaseView;
  say(`Release ${release.id} is ${release.status}. A steward of another member approves it next.`);
}

/** What a cap and its account are given by. */
const withCap = (command: Command): Command =>
  command
    .requiredOption('--epsilon <decimal>', 'what may be spent in all: 1')
    .option('--delta <decimal>', 'what may be spent in all: 0.000001', '0')
    .addOption(new Option('--composition <how>', 'how losses add up').choices(COMPOSITIONS).default('basic'));

/** `rx release`: what stewards and researchers do with releases from a terminal. */
export function releaseCommand(): Command {
  const command = new Command('release').description('anonymised releases: data sets, downloads, verification');
  reaching(command.command('verify <id>'))
    .description('hold a downloaded release against the hash on the ledger')
    .requiredOption('--manifest <file>', 'the manifest as it was downloaded')
    .requiredOption('--table <file>', 'the table as it was downloaded')
    .action((id: string, options: Reach & Files) => verify(options, id, options));
  reaching(command.command('download <id>'))
    .description('download a release and verify it')
    .option('--to <folder>', 'where it goes', '.')
    .action((id: string, options: Reach & { to: string }) => download(options, id));
  withCap(reaching(command.command('register <dataset>')))
    .description('make a data set of a file in the gateway’s folder of sources, with the scheme of a release file')
    .option('--file <file>', 'the release file', 'release.yaml')
    .requiredOption('--source <name>', 'name of the file with the rows')
    .requiredOption('--title <text>', 'public')
    .action(registerFile);
  reaching(command.command('ask <dataset>'))
    .description('ask for the release of a release file; the budget is charged')
    .option('--file <file>', 'the release file', 'release.yaml')
    .action(askForFile);
  withCap(reaching(command.command('prescriptions <dataset>')))
    .description('make a data set of the ended prescriptions of your organisation')
    .option('--title <text>', 'public', 'Ended prescriptions')
    .action(registerPrescriptions);
  return command;
}
