import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ProcessMark } from './process-mark';
import { PROCESS_KINDS, type ProcessSpec, type ProcessState } from './process-spec';
import { RotatingLog } from './rotating-log';
import { SupervisedProcess } from './supervised-process';

/** Where a supervisor keeps what it writes. */
export interface SupervisorFolders {
  /** One log a process. */
  readonly logs: string;
  /** JSON list of `ProcessMark`: what to end if the supervisor itself is killed. */
  readonly record: string;
}

/** Keeps the processes of a network alive until it is told to end them. */
export class Supervisor {
  readonly #processes = new Map<string, SupervisedProcess>();

  constructor(private readonly folders: SupervisorFolders) {
    mkdirSync(folders.logs, { recursive: true });
  }

  /** Runs these as well. One that runs already under the same name and plan is left alone, one that waits after a crash is started; under another plan it is replaced. */
  async run(specs: readonly ProcessSpec[]): Promise<void> {
    for (const spec of specs) {
      const present = this.#processes.get(spec.name);
      if (present && isDeepStrictEqual(present.spec, spec)) {
        present.start();
        continue;
      }
      await present?.end();
      const log = new RotatingLog(join(this.folders.logs, `${spec.name}.log`));
      const supervised = new SupervisedProcess(spec, log, () => this.#record());
      this.#processes.set(spec.name, supervised);
      supervised.start();
    }
  }

  /** Ends those of these names that run, and forgets them. */
  async end(names: readonly string[]): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        await this.#processes.get(name)?.end();
        this.#processes.delete(name);
      }),
    );
    this.#record();
  }

  /** Ends everything, what others lean on last. */
  async endAll(): Promise<void> {
    for (const kind of [...PROCESS_KINDS].reverse()) {
      const names = [...this.#processes.values()].filter(({ spec }) => spec.kind === kind).map(({ spec }) => spec.name);
      await this.end(names);
    }
  }

  states(): readonly ProcessState[] {
    return [...this.#processes.values()].map((supervised) => supervised.state);
  }

  #record(): void {
    const marks = [...this.#processes.values()].flatMap((supervised): ProcessMark[] =>
      supervised.mark ? [supervised.mark] : [],
    );
    const draft = `${this.folders.record}.new`;
    try {
      writeFileSync(draft, JSON.stringify(marks), { mode: 0o600 });
      renameSync(draft, this.folders.record);
    } catch {
      // A full disk: the processes go on, only the clean-up after a crash of the supervisor knows less.
    }
  }
}
