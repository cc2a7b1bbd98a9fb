import { OperatorError } from '../operator-error';
import type { ControlCalls } from './control';
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

/**
 * Has the supervisor run these and waits until all are ready; returns their states by name.
 * @throws OperatorError naming the process that is not
 */
export const runUntilReady = async (
  control: ControlCalls,
  specs: readonly ProcessSpec[],
): Promise<ReadonlyMap<string, ProcessState>> => {
  const before = new Map((await control.states({})).processes.map(({ name, restarts }) => [name, restarts]));
  await control.run({ specs });
  const begin = Date.now();
  for (;;) {
    const { processes } = await control.states({});
    const byName = new Map(processes.map((state) => [state.name, state]));
    const ready = specs.map((spec) =>
      judge(spec, byName.get(spec.name), before.get(spec.name) ?? 0, Date.now() - begin),
    );
    if (ready.every(Boolean)) return byName;
    await sleep(25);
  }
};
