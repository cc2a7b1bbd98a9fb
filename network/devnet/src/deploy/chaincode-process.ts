import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import type { Log } from '../log';
import { RequestError } from '../request-error';

/** One organisation's process of a chaincode. */
export interface ProcessPlan {
  readonly channel: string;
  readonly name: string;
  readonly mspId: string;
  readonly packageId: string;
  /** host:port where it is to listen. */
  readonly address: string;
  readonly path: string;
  /** Program and arguments; `fabric-chaincode-node server` where there is none. */
  readonly command: readonly string[] | undefined;
}

/** A process that is kept running until it is ended. */
export interface RunningChaincode {
  readonly plan: ProcessPlan;
  /** Resolves when it listens. @throws RequestError with its last words where it ends before, or takes too long */
  readonly ready: Promise<void>;
  end(): Promise<void>;
}

const PATIENCE = 120_000;
const PAUSE_BEFORE_RESTART = 1_000;
const LAST_WORDS = 15;

const shimCommand = (path: string): string => {
  try {
    const shim = createRequire(join(path, 'package.json')).resolve('fabric-shim/package.json');
    return join(dirname(shim), 'cli.js');
  } catch {
    throw new RequestError(
      'invalid',
      `${path} has no fabric-shim: run npm install there, or say with 'command' how its chaincode is started`,
    );
  }
};

/** The program that runs a chaincode, and its arguments. @throws RequestError where there is none */
const programOf = ({ path, command, address, packageId }: ProcessPlan): readonly [string, ...string[]] => {
  if (!existsSync(join(path))) throw new RequestError('invalid', `there is no folder ${path}`);
  if (command) return command as [string, ...string[]];
  const server = ['server', '--chaincode-address', address, '--chaincode-id', packageId];
  return [process.execPath, '--require', join(__dirname, 'end-with-parent.js'), shimCommand(path), ...server];
};

const environmentOf = ({ address, packageId, mspId }: ProcessPlan): NodeJS.ProcessEnv => ({
  ...process.env,
  CHAINCODE_SERVER_ADDRESS: address,
  CORE_CHAINCODE_ADDRESS: address,
  CHAINCODE_ID: packageId,
  CORE_CHAINCODE_ID_NAME: packageId,
  CORE_PEER_LOCALMSPID: mspId,
});

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const at = address.lastIndexOf(':');
    const socket = connect({ host: address.slice(0, at), port: Number(address.slice(at + 1)) });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.end());
  });

const exited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) =>
    child.exitCode !== null || child.signalCode ? resolve() : child.once('exit', () => resolve()),
  );

/**
 * Runs a chaincode, and runs it again when it ends by itself.
 * @throws RequestError where there is nothing to run
 */
export const runChaincode = (plan: ProcessPlan, log: Log): RunningChaincode => {
  const [program, ...args] = programOf(plan);
  const about = { chaincode: plan.name, channel: plan.channel, organisation: plan.mspId };
  const words: string[] = [];
  let child: ChildProcess;
  let restart: NodeJS.Timeout | undefined;
  let isEnding = false;
  let isReady = false;

  const hear = (text: string): void => {
    for (const line of text.split('\n').filter(Boolean)) {
      words.push(line);
      if (words.length > LAST_WORDS) words.shift();
      log.info('chaincode says', { ...about, line });
    }
  };
  const start = (): void => {
    child = spawn(program, args, { cwd: plan.path, env: environmentOf(plan), stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdout?.setEncoding('utf8').on('data', hear);
    child.stderr?.setEncoding('utf8').on('data', hear);
    child.once('error', (error) => hear(error.message));
    child.once('exit', (code, signal) => {
      if (isEnding || !isReady) return;
      log.warn('chaincode ended, starting it again', {
        ...about,
        code: code ?? undefined,
        signal: signal ?? undefined,
      });
      restart = setTimeout(start, PAUSE_BEFORE_RESTART);
    });
  };

  const failed = (what: string): RequestError =>
    new RequestError('conflict', `the chaincode of ${plan.mspId} in ${plan.path} ${what}:\n${words.join('\n')}`);
  const awaitReady = async (): Promise<void> => {
    for (const since = Date.now(); !(await answers(plan.address));) {
      if (child.exitCode !== null || child.signalCode || child.pid === undefined) throw failed('ended');
      if (Date.now() - since > PATIENCE) throw failed(`does not listen on ${plan.address}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    isReady = true;
  };

  start();
  return {
    plan,
    ready: awaitReady(),
    async end() {
      isEnding = true;
      clearTimeout(restart);
      if (child.pid === undefined) return;
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 3000);
      await exited(child);
      clearTimeout(force);
    },
  };
};
