import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { writePrivate } from '../../identity/private-file';
import { runUntilReady } from '../../supervision/await-ready';
import type { ProcessSpec, ProcessState } from '../../supervision/process-spec';
import type { ProcessHost } from '../runtime';
import type { ComposeProject } from './compose-command';
import { type ComposeFile, composeFile, type ComposeSettings, composeText } from './compose-file';
import type { Container } from './container';
import { containerStates } from './container-states';
import { isHealthy } from './container-health';

/** The engine is asked by a program of its own each time: not more often than needed. */
const LOOK_EVERY_MILLISECONDS = 300;

/** The engine makes a folder that is missing too, but as root's. */
const makeFolders = (containers: readonly Container[]): void => {
  const data = containers.flatMap(({ volumes }) => volumes.map(({ folder }) => folder));
  const written = containers.flatMap(({ binds }) => binds.filter(({ isWritable }) => isWritable));
  for (const folder of [...data, ...written.map(({ source }) => source)]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
};

/** Runs the processes of a network as containers, by its Compose file. */
export class ComposeHost implements ProcessHost {
  /** Compose calls of one network wait for each other: each reads and changes the same file and containers. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly project: ComposeProject,
    private readonly file: string,
    private readonly settings: ComposeSettings,
    private readonly containerOf: (spec: ProcessSpec) => Container,
  ) {}

  /** Containers that run already as the file has them are left alone; others are made anew. */
  begin(specs: readonly ProcessSpec[]): Promise<void> {
    if (specs.length === 0) return Promise.resolve();
    return this.#inTurn(async () => {
      const containers = specs.map(this.containerOf);
      makeFolders(containers);
      this.#write(composeFile(containers, this.settings));
      await this.project.callOrThrow('up', '--detach', '--no-deps', ...containers.map(({ name }) => name));
    });
  }

  run(specs: readonly ProcessSpec[]): Promise<ReadonlyMap<string, ProcessState>> {
    return runUntilReady(this, specs, LOOK_EVERY_MILLISECONDS);
  }

  /** Their data stays. */
  end(names: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      const known = Object.keys(this.#present()?.services ?? {});
      const wanted = names.filter((name) => known.includes(name));
      if (wanted.length > 0) await this.project.callOrThrow('rm', '--stop', '--force', '-v', ...wanted);
    });
  }

  async states(): Promise<readonly ProcessState[]> {
    const found = await containerStates(this.settings.directory);
    // The engine looks at a container's health for the first time after a while: until then it is asked here.
    return Promise.all(
      found.map(async ({ id, probe, isUndecided, state }) =>
        isUndecided && (await isHealthy(id, probe)) ? { ...state, phase: 'ready' as const } : state,
      ),
    );
  }

  #present(): ComposeFile | undefined {
    return existsSync(this.file) ? (parse(readFileSync(this.file, 'utf8')) as ComposeFile) : undefined;
  }

  /** What the file has of other processes stays in it. */
  #write(added: ComposeFile): void {
    const present = this.#present();
    const whole = {
      services: { ...present?.services, ...added.services },
      networks: added.networks,
      volumes: { ...present?.volumes, ...added.volumes },
    };
    writePrivate(this.file, composeText(whole));
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}
