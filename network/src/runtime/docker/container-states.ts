import { PROCESS_KINDS, type ProcessKind, type ProcessPhase, type ProcessState } from '../../supervision/process-spec';
import { docker, dockerOrThrow } from './engine';
import { LABELS } from './project';

/** A container as the engine describes it, as far as it is used here. */
interface Inspected {
  readonly Id: string;
  readonly RestartCount: number;
  readonly State: {
    readonly Status: string;
    readonly Pid: number;
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    readonly StartedAt: string;
    readonly FinishedAt: string;
    readonly Health?: { readonly Status: string };
  };
  readonly Config: {
    readonly Labels: Readonly<Record<string, string>>;
    /** Begins with `CMD`. */
    readonly Healthcheck?: { readonly Test?: readonly string[] };
  };
}

/** A process of the network, and the container that it runs in. */
export interface ContainerState {
  readonly id: string;
  /** The command that asks after its health. */
  readonly probe: readonly string[];
  /** The engine has not asked yet. */
  readonly isUndecided: boolean;
  readonly state: ProcessState;
}

/** A container that is unhealthy after it was healthy runs, and does not do its work: as one that has just started. */
const phaseOf = ({ Status, Health }: Inspected['State']): ProcessPhase => {
  if (Status === 'running') return Health === undefined || Health.Status === 'healthy' ? 'ready' : 'starting';
  return Status === 'restarting' ? 'waiting' : 'ended';
};

const lastEnd = ({ ExitCode, OOMKilled, FinishedAt }: Inspected['State']): string | undefined => {
  if (FinishedAt.startsWith('0001-')) return undefined;
  return OOMKilled ? 'out of memory' : `exit ${ExitCode}`;
};

/** What the engine says of a container, as `status` shows a process. */
export const readState = (inspected: Inspected): ContainerState => {
  const { Id: id, RestartCount, State, Config } = inspected;
  const end = lastEnd(State);
  const member = Config.Labels[LABELS.member];
  const kind = PROCESS_KINDS.find((each) => each === Config.Labels[LABELS.kind]);
  return {
    id,
    probe: (Config.Healthcheck?.Test ?? []).slice(1),
    isUndecided: State.Status === 'running' && State.Health?.Status === 'starting',
    state: {
      name: Config.Labels[LABELS.process] ?? id,
      kind: kind ?? ('node' satisfies ProcessKind),
      ...(member !== undefined && { member }),
      phase: phaseOf(State),
      ...(State.Pid > 0 && { pid: State.Pid, startedAt: Date.parse(State.StartedAt) }),
      restarts: RestartCount,
      ...(end !== undefined && { lastEnd: end }),
    },
  };
};

const byKindThenName = ({ state: a }: ContainerState, { state: b }: ContainerState): number =>
  PROCESS_KINDS.indexOf(a.kind) - PROCESS_KINDS.indexOf(b.kind) || a.name.localeCompare(b.name);

/** Ids of the containers of a network's directory, stopped ones included. */
const containerIds = async (directory: string): Promise<readonly string[]> => {
  const list = await dockerOrThrow(
    'ps',
    '--all',
    '--quiet',
    '--no-trunc',
    '--filter',
    `label=${LABELS.directory}=${directory}`,
  );
  return list.split('\n').filter((id) => id !== '');
};

/** The states of a network's containers. One that goes away while it is looked at is left out. */
export const containerStates = async (directory: string): Promise<readonly ContainerState[]> => {
  const ids = await containerIds(directory);
  if (ids.length === 0) return [];
  const { stdout } = await docker('inspect', '--type', 'container', ...ids);
  return (JSON.parse(stdout) as readonly Inspected[]).map(readState).sort(byKindThenName);
};
