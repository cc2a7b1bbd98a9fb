import type { NetworkDirectory } from '../directory/network-directory';
import { OperatorError } from '../operator-error';
import type { Consortium } from '../topology/consortium';
import { createDockerRuntime, dockerProcesses } from './docker/docker-runtime';
import { createDevnetRuntime } from './devnet/devnet-runtime';
import type { KeptProcesses } from './keeper';
import { createNativeRuntime } from './native/native-runtime';
import type { Runtime } from './runtime';
import { supervisedKeeper } from './supervised-keeper';

type CreateRuntime = (consortium: Consortium, directory: NetworkDirectory) => Runtime;

interface RuntimeKind {
  readonly create: CreateRuntime;
  readonly processes: (directory: NetworkDirectory) => KeptProcesses;
}

const runtimes: Readonly<Record<string, RuntimeKind>> = {
  devnet: { create: createDevnetRuntime, processes: supervisedKeeper },
  docker: { create: createDockerRuntime, processes: dockerProcesses },
  native: { create: createNativeRuntime, processes: supervisedKeeper },
};

/** The names of the runtimes there are. */
export const RUNTIMES: readonly string[] = Object.keys(runtimes);

const kindOf = (name: string): RuntimeKind => {
  const kind = Object.hasOwn(runtimes, name) ? runtimes[name] : undefined;
  if (kind) return kind;
  throw new OperatorError('no-such-runtime', `there is no runtime ${name}`, `Use: ${RUNTIMES.join(', ')}.`);
};

/** @throws OperatorError for a runtime that there is not */
export const createRuntime = (name: string, consortium: Consortium, directory: NetworkDirectory): Runtime =>
  kindOf(name).create(consortium, directory);

/** The processes of a network that was made with that runtime, whatever became of its consortium file. @throws OperatorError */
export const keptProcesses = (name: string, directory: NetworkDirectory): KeptProcesses =>
  kindOf(name).processes(directory);
