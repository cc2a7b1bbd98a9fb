#!/usr/bin/env node
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { type ControlServer, startControlServer } from './control/control-server';
import type { Devnet } from './devnet';
import { readDump } from './dump/dump-file';
import { createLog } from './log';
import type { DevnetConfig } from './network/config';
import { trustWarning } from './network/trust-warning';
import { startDevnet } from './start-devnet';
import { addVerbs } from './verbs/add-verbs';
import { callControl, readControlFile } from './verbs/call-control';
import { verbs } from './verbs/verbs';

const log = createLog(process.stderr);
const controlFile = 'control.json';
const dataDefault = '.fabric-devnet';

interface ServeOptions {
  readonly config?: string;
  readonly data: string;
  readonly load?: string;
}

/** What is served where nothing is said. */
const twoOrganisations: DevnetConfig = {
  organisations: [
    { name: 'org1', mspId: 'Org1MSP' },
    { name: 'org2', mspId: 'Org2MSP' },
  ],
  channels: [{ name: 'mychannel' }],
};

/** The configuration of a dump without its ports: they are taken where they are free. */
const configOfDump = async (file: string): Promise<DevnetConfig> => {
  const { organisations, channels } = await readDump(file);
  return {
    organisations: organisations.map(({ name, mspId, domain }) => ({ name, mspId, ...(domain && { domain }) })),
    channels,
  };
};

const readConfig = async ({ config, load }: ServeOptions): Promise<DevnetConfig> => {
  if (config) return JSON.parse(readFileSync(config, 'utf8')) as DevnetConfig;
  return load ? configOfDump(load) : twoOrganisations;
};

/** What the one line on standard output says. */
const readyLine = (devnet: Devnet, control: ControlServer, directory: string): string =>
  JSON.stringify({
    ready: true,
    warning: trustWarning,
    channels: devnet.channels,
    organisations: devnet.organisations.map(({ name, mspId, peer, orderer, ca }) => ({
      name,
      mspId,
      peer,
      orderer,
      ca,
    })),
    control: { url: control.url, tokenFile: join(directory, controlFile) },
  });

const serve = async (options: ServeOptions): Promise<void> => {
  const directory = resolve(options.data);
  const config = { ...(await readConfig(options)), dataDirectory: directory };
  const devnet = await startDevnet(config, { log, ...(options.load && { load: options.load }) });
  const control = await startControlServer(devnet);
  const file = join(directory, controlFile);
  writeFileSync(file, JSON.stringify({ url: control.url, token: control.token, pid: process.pid }), { mode: 0o600 });

  let isEnding = false;
  const end = async (signal: string): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    log.info('stopping', { signal });
    await control.close();
    await devnet.close();
    rmSync(file, { force: true });
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void end(signal));
  process.on('SIGINT', (signal) => void end(signal));
  process.stdout.write(`${readyLine(devnet, control, directory)}\n`);
};

/** Runs what a command asks for; a failure is told in a line, and ends the process with 1. */
const orFail = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`fabric-devnet: ${(error as Error).message}\n`);
    process.exit(1);
  }
};

const program = new Command('fabric-devnet').description(
  `A Hyperledger Fabric network in one process. Mind: ${trustWarning}.`,
);
program
  .command('serve')
  .description('run a network until SIGTERM; one line of JSON on standard output says that it is ready')
  .option('--config <file>', 'JSON: organisations and channels; Org1MSP, Org2MSP and mychannel unless given')
  .option('--data <directory>', 'where ledgers, keys and packages are kept', dataDefault)
  .option('--load <file>', 'begin with a dump; the data directory must be a new one')
  .action((options: ServeOptions) => orFail(() => serve(options)));

const common = (command: Command): Command =>
  command
    .option('--data <directory>', 'data directory of the running network', dataDefault)
    .option('--json', 'print the answer as JSON');

addVerbs(program, verbs, common, (verb, written) =>
  orFail(async () => {
    const access = readControlFile(join(resolve(String(written.options['data'])), controlFile));
    const answer = await callControl(access, verb.call(written));
    process.stdout.write(`${written.options['json'] ? JSON.stringify(answer) : verb.tell(answer)}\n`);
  }),
);

common(program.command('identity'))
  .description("print somebody's key and certificate, and where their organisation's peer is, as JSON")
  .argument('<mspId>')
  .argument('<name>')
  .option('--role <role>', 'client or admin', 'client')
  .action((mspId: string, name: string, { data, role }: { data: string; role: string }) =>
    orFail(async () => {
      const access = readControlFile(join(resolve(data), controlFile));
      const path = `/organisations/${encodeURIComponent(mspId)}/identities`;
      const answer = await callControl(access, { method: 'POST', path, body: { name, role } });
      process.stdout.write(`${JSON.stringify(answer, undefined, 2)}\n`);
    }),
  );

void program.parseAsync();
