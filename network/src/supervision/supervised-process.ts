import { type ChildProcess, spawn } from 'node:child_process';
import { HEALTHY_AFTER_MILLISECONDS, pauseBefore } from './back-off';
import { markOf, type ProcessMark } from './process-mark';
import type { ProcessPhase, ProcessSpec, ProcessState } from './process-spec';
import { isReady } from './readiness';
import { ReadyLine } from './ready-line';
import type { RotatingLog } from './rotating-log';
import { watchProgress } from './watch-progress';

const PROBE_EVERY_MILLISECONDS = 50;
const GRACE_MILLISECONDS = 10_000;

/** Keeps one process alive: starts it, waits until it is ready, starts it anew when it ends by itself. */
export class SupervisedProcess {
  #child: ChildProcess | undefined;
  #phase: ProcessPhase = 'ended';
  #startedAt: number | undefined;
  #restarts = 0;
  #crashesInARow = 0;
  #lastEnd: string | undefined;
  #report: unknown;
  #timer: NodeJS.Timeout | undefined;
  #isWanted = false;
  #isHung = false;
  #endWatch: (() => void) | undefined;

  constructor(
    readonly spec: ProcessSpec,
    private readonly log: RotatingLog,
    /** Told after each change, so that the record on disk keeps step. */
    private readonly onChange: () => void,
  ) {}

  /** Starts it, or, where it waits after a crash, starts it now. */
  start(): void {
    if (this.#isWanted && this.#phase !== 'waiting') return;
    clearTimeout(this.#timer);
    this.#isWanted = true;
    this.#crashesInARow = 0;
    this.#run();
  }

  /** Ends the process for good; resolves when it is gone. */
  async end(): Promise<void> {
    this.#isWanted = false;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise<void>((done) => child.once('exit', () => done()));
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), GRACE_MILLISECONDS);
      await gone;
      clearTimeout(impatience);
    }
    this.#become('ended');
    this.log.close();
  }

  get state(): ProcessState {
    const { name, kind, member } = this.spec;
    return {
      name,
      kind,
      ...(member !== undefined && { member }),
      phase: this.#phase,
      ...(this.#child?.pid !== undefined && { pid: this.#child.pid }),
      ...(this.#startedAt !== undefined && { startedAt: this.#startedAt }),
      restarts: this.#restarts,
      ...(this.#lastEnd !== undefined && { lastEnd: this.#lastEnd }),
      ...(this.#report !== undefined && { report: this.#report }),
    };
  }

  /** For the record from which a later run cleans up after a crash. */
  get mark(): ProcessMark | undefined {
    return this.#child?.pid === undefined ? undefined : markOf(this.#child.pid);
  }

  #become(phase: ProcessPhase): void {
    this.#phase = phase;
    this.onChange();
  }

  #run(): void {
    const { command, arguments: args, folder, environment } = this.spec;
    const child = spawn(command, args, {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#startedAt = Date.now();
    this.#report = undefined;
    this.#isHung = false;
    const line = new ReadyLine();
    child.stdout.on('data', (chunk: Buffer) => {
      this.log.write(chunk);
      const report = line.read(chunk);
      if (report !== undefined && child === this.#child) {
        this.#report = report;
        if (this.spec.readiness.by === 'line') this.#become('ready');
      }
    });
    child.stderr.on('data', (chunk: Buffer) => this.log.write(chunk));
    let isOver = false;
    const over = (how: string) => {
      if (isOver) return;
      isOver = true;
      this.#ended(how);
    };
    child.once('error', (error) => over(error.message));
    child.once('exit', (code, signal) => over(signal ? `signal ${signal}` : `exit ${code}`));
    this.#become('starting');
    void this.#probe(child);
    this.#watch(child);
  }

  async #probe(child: ChildProcess): Promise<void> {
    const { readiness } = this.spec;
    if (readiness.by === 'line') return;
    while (child === this.#child && this.#phase === 'starting') {
      if ((await isReady(readiness)) && child === this.#child && this.#phase === 'starting') this.#become('ready');
      else await new Promise((done) => setTimeout(done, PROBE_EVERY_MILLISECONDS));
    }
  }

  /** One that hangs does not end on its own, nor perhaps when asked. */
  #watch(child: ChildProcess): void {
    const { progress } = this.spec;
    if (progress === undefined) return;
    this.#endWatch = watchProgress(progress, (own, furthest) => {
      this.#isHung = true;
      this.log.write(Buffer.from(`${JSON.stringify({ supervisor: 'hangs', own, furthest })}\n`));
      child.kill('SIGKILL');
    });
  }

  #ended(how: string): void {
    this.#endWatch?.();
    const lasted = Date.now() - (this.#startedAt ?? 0);
    this.#child = undefined;
    this.#startedAt = undefined;
    this.#lastEnd = this.#isHung ? 'hung' : how;
    if (!this.#isWanted) {
      this.#become('ended');
      return;
    }
    this.#crashesInARow = lasted >= HEALTHY_AFTER_MILLISECONDS ? 1 : this.#crashesInARow + 1;
    const pause = pauseBefore(this.#crashesInARow);
    this.log.write(Buffer.from(`${JSON.stringify({ supervisor: 'restart', ended: how, pauseMilliseconds: pause })}\n`));
    this.#timer = setTimeout(() => {
      this.#restarts += 1;
      this.#run();
    }, pause);
    this.#become('waiting');
  }
}
