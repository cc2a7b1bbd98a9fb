import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../operator-error';
import type { ControlCalls } from './control';
import { cleanUpAfter, findSupervisor } from './find-supervisor';
import { endProcess } from './process-mark';
import { supervisorFiles } from './supervisor-files';

const LAUNCH_WITHIN_MILLISECONDS = 10_000;

/** The compiled program: also when this file runs uncompiled, in a test. */
const PROGRAM = join(__dirname, '..', '..', 'dist', 'supervision', 'supervisor-main.js');

const sleep = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

/** The running supervisor of a network, launched first if there is none; a crashed one is cleaned up after. */
export const launchSupervisor = async (directory: string): Promise<ControlCalls> => {
  const found = findSupervisor(directory);
  if (found.state === 'running') return found.control;
  if (found.state === 'crashed') await cleanUpAfter(directory, found.left);
  if (!existsSync(PROGRAM)) {
    throw new OperatorError('not-built', 'the supervisor is not compiled', 'Run `npm run build` in the repository.');
  }
  const files = supervisorFiles(directory);
  mkdirSync(files.folder, { recursive: true, mode: 0o700 });
  const output = openSync(files.output, 'a', 0o600);
  // A process group of its own: the operator's Ctrl-C ends the command, not the network.
  const child = spawn(process.execPath, [PROGRAM, directory], {
    detached: true,
    cwd: directory,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  const deadline = Date.now() + LAUNCH_WITHIN_MILLISECONDS;
  while (Date.now() < deadline && child.exitCode === null) {
    const now = findSupervisor(directory);
    if (now.state === 'running') return now.control;
    await sleep(15);
  }
  throw new OperatorError('supervisor', 'the supervisor did not start', `Its words are in ${files.output}.`);
};

/** Ends a network's supervisor and all it runs, whatever state they are in. */
export const endSupervisor = async (directory: string): Promise<void> => {
  const found = findSupervisor(directory);
  if (found.state === 'absent') return;
  if (found.state === 'crashed') return cleanUpAfter(directory, found.left);
  await found.control.shutdown({}).catch(() => undefined);
  await endProcess(found.address);
  const after = findSupervisor(directory);
  if (after.state === 'crashed') await cleanUpAfter(directory, after.left);
};
