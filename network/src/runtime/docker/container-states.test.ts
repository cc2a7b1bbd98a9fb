import { readState } from './container-states';

type Inspected = Parameters<typeof readState>[0];

const inspected = (state: Partial<Inspected['State']>, restarts = 0): Inspected => ({
  Id: 'abc',
  RestartCount: restarts,
  State: {
    Status: 'running',
    Pid: 77,
    ExitCode: 0,
    OOMKilled: false,
    StartedAt: '2026-01-02T03:04:05.000000000Z',
    FinishedAt: '0001-01-01T00:00:00Z',
    ...state,
  },
  Config: {
    Labels: { 'rxledger.process': 'peer.hospital', 'rxledger.kind': 'node', 'rxledger.member': 'hospital' },
    Healthcheck: { Test: ['CMD', 'bash', '-c', 'true'] },
  },
});

const phase = (state: Partial<Inspected['State']>) => readState(inspected(state)).state.phase;

describe('the state of a container', () => {
  it('is that of the process it was made for', () => {
    expect(readState(inspected({ Health: { Status: 'healthy' } }))).toEqual({
      id: 'abc',
      probe: ['bash', '-c', 'true'],
      isUndecided: false,
      state: {
        name: 'peer.hospital',
        kind: 'node',
        member: 'hospital',
        phase: 'ready',
        pid: 77,
        startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
        restarts: 0,
      },
    });
  });

  it('is ready when it is healthy, and not before', () => {
    expect(phase({ Health: { Status: 'healthy' } })).toBe('ready');
    expect(phase({ Health: { Status: 'starting' } })).toBe('starting');
    expect(phase({ Health: { Status: 'unhealthy' } })).toBe('starting');
  });

  it('is undecided until the engine asked for the first time', () => {
    expect(readState(inspected({ Health: { Status: 'starting' } })).isUndecided).toBe(true);
    expect(readState(inspected({ Health: { Status: 'unhealthy' } })).isUndecided).toBe(false);
  });

  it('waits between a crash and the next start, and tells how the last run ended', () => {
    const end = { Pid: 0, FinishedAt: '2026-01-02T03:04:06Z' };
    const { state } = readState(inspected({ ...end, Status: 'restarting', ExitCode: 2 }, 3));
    expect(state).toMatchObject({ phase: 'waiting', restarts: 3, lastEnd: 'exit 2' });
    expect(readState(inspected({ ...end, Status: 'exited', ExitCode: 137, OOMKilled: true })).state).toMatchObject({
      phase: 'ended',
      lastEnd: 'out of memory',
    });
  });
});
