#!/usr/bin/env node
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { type ControlServer, startControlServer } from './control/control-server';
import { type Devnet, startDevnet } from './devnet';
import { createLog } from './log';
import type { DevnetConfig } from './network/config';
import { trustWarning } from './network/trust-warning';

const log = createLog(process.stderr);
const controlFile = 'control.json';

const readConfig = (path: string, dataDirectory: string): DevnetConfig => {
  const config = JSON.parse(readFileSync(path, 'utf8')) as DevnetConfig;
  return { ...config, dataDirectory };
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

const serve = async (options: { config: string; data: string }): Promise<void> => {
  const directory = resolve(options.data);
  const devnet = await startDevnet(readConfig(options.config, directory), { log });
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

const program = new Command('fabric-devnet').description(
  `A Hyperledger Fabric network in one process. Mind: ${trustWarning}.`,
);
program
  .command('serve')
  .description('run a network until SIGTERM; one line of JSON on standard output says that it is ready')
  .requiredOption('--config <file>', 'JSON: organisations and channels')
  .requiredOption('--data <directory>', 'where ledgers, keys and packages are kept')
  .action(async (options: { config: string; data: string }) => {
    try {
      await serve(options);
    } catch (error) {
      process.stderr.write(`fabric-devnet: ${(error as Error).message}\n`);
      process.exit(1);
    }
  });

void program.parseAsync();
