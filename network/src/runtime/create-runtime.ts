import type { NetworkDirectory } from '../directory/network-directory';
import { OperatorError } from '../operator-error';
import type { Consortium } from '../topology/consortium';
import { createDevnetRuntime } from './devnet/devnet-runtime';
import { createNativeRuntime } from './native/native-runtime';
import type { Runtime } from './runtime';

type CreateRuntime = (consortium: Consortium, directory: NetworkDirectory) => Runtime;

const runtimes: Readonly<Record<string, CreateRuntime>> = {
  devnet: createDevnetRuntime,
  native: createNativeRuntime,
};

/** The names of the runtimes there are. */
export const RUNTIMES: readonly string[] = Object.keys(runtimes);

/** @throws OperatorError for a runtime that there is not */
export const createRuntime = (name: string, consortium: Consortium, directory: NetworkDirectory): Runtime => {
  const create = Object.hasOwn(runtimes, name) ? runtimes[name] : undefined;
  if (!create)
    throw new OperatorError('no-such-runtime', `there is no runtime ${name}`, `Use: ${RUNTIMES.join(', ')}.`);
  return create(consortium, directory);
};
