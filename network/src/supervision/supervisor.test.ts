import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { supervisedHost } from '../runtime/supervised-host';
import { runUntilReady } from './await-ready';
import type { ControlCalls } from './control';
import { isRunning, markOf } from './process-mark';
import type { ProcessSpec, ProcessState, Progress } from './process-spec';
import { Supervisor } from './supervisor';

let folder: string;
let supervisor: Supervisor;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rxnet-supervisor-'));
  supervisor = new Supervisor({ logs: join(folder, 'logs'), record: join(folder, 'processes.json') });
});

afterEach(async () => {
  await supervisor.endAll();
  rmSync(folder, { recursive: true });
});

/** A process that says it is ready and then does what `script` says. */
const program = (
  name: string,
  script = 'setInterval(() => undefined, 1000)',
  change: Partial<ProcessSpec> = {},
): ProcessSpec => ({
  name,
  kind: 'node',
  command: process.execPath,
  arguments: ['-e', `console.log(JSON.stringify({ ready: true, marker: process.env.MARKER })); ${script}`],
  folder,
  environment: {},
  readiness: { by: 'line' },
  readyWithinMilliseconds: 20_000,
  ...change,
});

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

const progressOf = (own: Server, ...others: readonly Server[]): Omit<Progress, 'withinMilliseconds'> => ({
  url: urlOf(own),
  others: others.map(urlOf),
  figure: '^blocks (\\d+)$',
  everyMilliseconds: 10,
});

const stateOf = (name: string): ProcessState => supervisor.states().find((state) => state.name === name)!;

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((done) => setTimeout(done, 10));
};

const control = (): ControlCalls => ({
  states: async () => ({ processes: supervisor.states() }),
  run: async ({ specs }) => {
    await supervisor.run(specs);
    return {};
  },
  end: async ({ names }) => {
    await supervisor.end(names);
    return {};
  },
  shutdown: async () => ({}),
});

describe('a supervisor', () => {
  it('runs a process, waits for its word that it is ready, and keeps that word', async () => {
    const states = await runUntilReady(supervisedHost(control()), [
      program('a', undefined, { environment: { MARKER: 'here' } }),
    ]);
    expect(states.get('a')).toMatchObject({ phase: 'ready', restarts: 0, report: { ready: true, marker: 'here' } });
  });

  it('starts a process anew that was killed', async () => {
    await runUntilReady(supervisedHost(control()), [program('a')]);
    const first = stateOf('a').pid!;
    process.kill(first, 'SIGKILL');
    await until(() => stateOf('a').restarts === 1 && stateOf('a').phase === 'ready');
    expect(stateOf('a').pid).not.toBe(first);
    expect(stateOf('a').lastEnd).toBe('signal SIGKILL');
  });

  it('starts a process anew that hangs, though it is asked to stay', async () => {
    let furthest = 1;
    const metrics = createServer((_request, response) => response.end('blocks 1\n')).listen(0, '127.0.0.1');
    const others = createServer((_request, response) => response.end(`blocks ${furthest}\n`)).listen(0, '127.0.0.1');
    try {
      await Promise.all([metrics, others].map((server) => server.listening || once(server, 'listening')));
      const progress = { ...progressOf(metrics, others), withinMilliseconds: 100 };
      await runUntilReady(supervisedHost(control()), [
        program('a', "process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000)", { progress }),
      ]);
      furthest = 2;
      await until(() => stateOf('a').lastEnd !== undefined);
      furthest = 1;
      expect(stateOf('a').lastEnd).toBe('hung');
      await until(() => stateOf('a').phase === 'ready' && stateOf('a').restarts > 0);
    } finally {
      await supervisor.endAll();
      for (const server of [metrics, others]) server.close();
    }
  });

  it('gives up waiting for a process that keeps ending, and names it and its log', async () => {
    const spec: ProcessSpec = { ...program('bad'), arguments: ['-e', 'process.exit(7)'] };
    await expect(runUntilReady(supervisedHost(control()), [spec])).rejects.toThrow(
      /bad keeps ending \(exit 7\).*rxnet logs bad/,
    );
  });

  it('says so when a program cannot be started at all', async () => {
    const spec: ProcessSpec = { ...program('none'), command: join(folder, 'no-such-program') };
    await expect(runUntilReady(supervisedHost(control()), [spec])).rejects.toThrow(
      /none keeps ending \(spawn .*ENOENT\)/,
    );
  });

  it('leaves a process alone that runs already under the same plan', async () => {
    await runUntilReady(supervisedHost(control()), [program('a')]);
    const { pid } = stateOf('a');
    await runUntilReady(supervisedHost(control()), [program('a')]);
    expect(stateOf('a').pid).toBe(pid);
  });

  it('replaces a process whose plan changed', async () => {
    await runUntilReady(supervisedHost(control()), [program('a')]);
    const mark = markOf(stateOf('a').pid!)!;
    await runUntilReady(supervisedHost(control()), [program('a', undefined, { environment: { MARKER: 'new' } })]);
    expect(isRunning(mark)).toBe(false);
    expect(stateOf('a').report).toMatchObject({ marker: 'new' });
  });

  it('writes what a process says into its log', async () => {
    await runUntilReady(supervisedHost(control()), [
      program('a', 'console.error("on the other stream"); setInterval(() => undefined, 1000)'),
    ]);
    const log = () => readFileSync(join(folder, 'logs', 'a.log'), 'utf8');
    await until(() => log().includes('on the other stream'));
    expect(log()).toContain('"ready":true');
  });

  it('ends everything, gateways before chaincode before nodes', async () => {
    const order = join(folder, 'order');
    const noting = (name: string, kind: ProcessSpec['kind']) =>
      program(
        name,
        `process.on('SIGTERM', () => { require('fs').appendFileSync(${JSON.stringify(order)}, '${name} '); process.exit(); }); setInterval(() => undefined, 1000)`,
        { kind },
      );
    await runUntilReady(supervisedHost(control()), [
      noting('n', 'node'),
      noting('c', 'chaincode'),
      noting('g', 'gateway'),
    ]);
    const marks = supervisor.states().map(({ pid }) => markOf(pid!)!);
    await supervisor.endAll();
    expect(readFileSync(order, 'utf8')).toBe('g c n ');
    expect(marks.some(isRunning)).toBe(false);
  });

  it('records what it runs, so that somebody can clean up after it', async () => {
    await runUntilReady(supervisedHost(control()), [program('a')]);
    const record = JSON.parse(readFileSync(join(folder, 'processes.json'), 'utf8')) as unknown;
    expect(record).toEqual([markOf(stateOf('a').pid!)]);
  });

  it('takes a process for ready by http only when it answers 200', async () => {
    const server = `let n = 0; require('http').createServer((q, r) => { r.statusCode = ++n < 3 ? 503 : 200; r.end(); }).listen(0, '127.0.0.1', function () { require('fs').writeFileSync('port', String(this.address().port)); });`;
    await supervisor.run([program('server', server)]);
    await until(() => existsSync(join(folder, 'port')) && readFileSync(join(folder, 'port'), 'utf8') !== '');
    const url = `http://127.0.0.1:${readFileSync(join(folder, 'port'), 'utf8')}/`;
    await runUntilReady(supervisedHost(control()), [program('asker', undefined, { readiness: { by: 'http', url } })]);
    expect(stateOf('asker').phase).toBe('ready');
    expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['asker.log', 'server.log']);
  });
});
