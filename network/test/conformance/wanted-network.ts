import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Candidate } from '../../devnet/test/conformance/suite';
import { findProgram } from '../../src/programs/find-programs';
import { FABRIC_PROGRAMS } from '../../src/programs/release';
import { portOffset } from '../port-offset';
import { processesOf, rxnet } from '../rxnet';
import { rxnetUnderTest } from './rxnet-under-test';

/** A network to test, or why there is none. */
export type Wanted = Candidate | { readonly name: string; readonly lacking: string };

const abilities = {
  stopMember: true,
  hearWholeBlocks: { lacking: 'the channel of `rxnet` gives whole blocks to no listener' },
} as const;

const failed = (command: string, { stdout, stderr }: Awaited<ReturnType<typeof rxnet>>): Error =>
  new Error(`${command} failed:\n${stdout}${stderr}`);

const broughtUp = (runtime: string, profile: string, offset: string): Candidate => ({
  name: `${runtime} ${profile}`,
  abilities,
  async start() {
    const directory = mkdtempSync(join(tmpdir(), 'rxnet-conformance-'));
    const takeDown = async () => {
      await rxnet('down', '--purge', '--directory', directory);
      rmSync(directory, { recursive: true, force: true });
      const left = processesOf(directory);
      if (left.length > 0) throw new Error(`rxnet down left ${left.join('; ')}`);
    };
    const options = ['--runtime', runtime, '--profile', profile, '--port-offset', offset, '--no-services'];
    const outcome = await rxnet('up', ...options, '--directory', directory);
    if (outcome.code !== 0) {
      await takeDown();
      throw failed('rxnet up', outcome);
    }
    return rxnetUnderTest(directory, takeDown);
  },
});

const running = (directory: string): Candidate => ({
  name: `the network in ${directory}`,
  abilities,
  start: () => rxnetUnderTest(resolve(directory), async () => undefined),
});

/** Of the consortium file that is shipped. */
const FABRIC_VERSION = '3.1.5';

const missingPrograms = (environment: NodeJS.ProcessEnv): readonly string[] =>
  FABRIC_PROGRAMS.filter((name) => findProgram(name, FABRIC_VERSION, environment) === undefined);

/**
 * What to test, from the environment: NETWORK, the directory of a running network; or RUNTIME, PROFILE and PORT_OFFSET of
 * one to bring up and take down. With none of them it is Fabric's own programs with SmartBFT, where this machine has them:
 * the devnet has a test of its own.
 */
export const wantedNetwork = (environment: NodeJS.ProcessEnv): Wanted => {
  const { NETWORK } = environment;
  if (NETWORK) return running(NETWORK);
  // Make passes on what it was not told as an empty text.
  const runtime = environment['RUNTIME'] || 'native';
  const profile = environment['PROFILE'] || 'bft4';
  const missing = runtime === 'native' ? missingPrograms(environment) : [];
  if (missing.length === 0) return broughtUp(runtime, profile, portOffset());
  const lacking = `this machine has no ${missing.join(', ')}; set FABRIC_BIN to the folder that holds them`;
  return { name: `${runtime} ${profile}`, lacking };
};
