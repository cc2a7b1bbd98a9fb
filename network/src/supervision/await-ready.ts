import { OperatorError } from '../operator-error';
import type { ProcessSpec, ProcessState } from './process-spec';

const sleep = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

/** A process that keeps ending before it is ready won't get better by itself. */
const CRASHES_ALLOWED = 3;

const judge = (spec: ProcessSpec, state: ProcessState | undefined, restartsBefore: number, waited: number): boolean => {
  if (state?.phase === 'ready') return true;
  const isHopeless = (state?.restarts ?? 0) - restartsBefore >= CRASHES_ALLOWED && state?.phase === 'waiting';
  if (!isHopeless && waited < spec.readyWithinMilliseconds) return false;
  const reason = state?.lastEnd ? `${spec.name} keeps ending (${state.lastEnd})` : `${spec.name} is not ready in time`;
  throw new OperatorError('not-ready', reason, `See why with \`rxnet logs ${spec.name}\`.`);
};

/** What processes are run with, as far as waiting for them needs it. */
export interface ReadyHost {
  begin(specs: readonly ProcessSpec[]): Promise<void>;
  states(): Promise<readonly ProcessState[]>;
}

/**
 * Runs these and waits until all are ready; returns their states by name.
 * @throws OperatorError naming the process that is not
 */
export const runUntilReady = async (
  host: ReadyHost,
  specs: readonly ProcessSpec[],
  lookEveryMilliseconds = 25,
): Promise<ReadonlyMap<string, ProcessState>> => {
  const before = new Map((await host.states()).map(({ name, restarts }) => [name, restarts]));
  await host.begin(specs);
  const begin = Date.now();
  for (;;) {
    const byName = new Map((await host.states()).map((state) => [state.name, state]));
    const ready = specs.map((spec) =>
      judge(spec, byName.get(spec.name), before.get(spec.name) ?? 0, Date.now() - begin),
    );
    if (ready.every(Boolean)) return byName;
    await sleep(lookEveryMilliseconds);
  }
};
