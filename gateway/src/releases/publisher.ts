import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ERRORS, type ReleaseView } from '@rxledger/chaincode/api';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import { hashFile } from './artefact';
import { isEnded, phaseOf, type KeptPublication, type Publication, type PublicationPhase } from './publication';
import { ReleaseFolder, releasesIn } from './release-folder';
import { Watchers } from './watchers';
import type { Task } from './work';
import type { StartWorker, Worker } from './worker';

/** What the making of a release asks of the ledger and of the data set. */
export interface PublisherPorts {
  readonly folder: string;
  readonly startWorker: StartWorker;
  now(): number;
  release(caller: Caller, id: string): Promise<ReleaseView>;
  publish(caller: Caller, id: string, artefact: string): Promise<ReleaseView>;
  /** Request, scheme and rows. */
  task(caller: Caller, release: ReleaseView): Promise<Task>;
  /** Told of every phase once it is on the disk; what follows waits for it. */
  readonly onPhase?: (publication: Publication) => Promise<void> | void;
}

/** Milliseconds before the ledger is asked again; doubled each time. */
const PATIENCE = 1000;
const LONGEST = 60_000;

/** The ledger could not be had, and a repeat may help: everything that is done already is found again. */
const isPassing = (error: unknown): boolean =>
  error instanceof Problem && error.code.startsWith('LEDGER_') && ERRORS[error.code].retry === 'later';

/**
 * Makes releases, one worker process at a time, in the order: draw, write the artefact, publish its hash, serve. Each
 * step is on the disk before the next. A restart goes on where it was: with the artefact if there is one; without, and
 * with the mark that noise was being drawn, the release is lost, because noise is never drawn twice.
 */
export class Publisher {
  readonly #kept = new Map<string, KeptPublication>();
  readonly #watchers = new Watchers<Publication>((id) => this.#kept.get(id), isEnded);
  /** The release in hand, its worker process, and whether it is being cancelled. */
  #current: string | undefined;
  #worker: Worker | undefined;
  #cancelled: string | undefined;
  #pause = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  #queue: Promise<void> = Promise.resolve();
  #isClosed = false;

  private constructor(private readonly ports: PublisherPorts) {}

  /** Opens what the folder keeps, and goes on with what was not ended. */
  static async open(ports: PublisherPorts): Promise<Publisher> {
    const publisher = new Publisher(ports);
    for (const id of await releasesIn(ports.folder)) {
      const kept = await publisher.folderOf(id).read<KeptPublication>('publication');
      if (kept === undefined) continue;
      publisher.#kept.set(id, kept);
      if (!isEnded(kept)) publisher.#enqueue(id, kept.caller);
    }
    return publisher;
  }

  folderOf(id: string): ReleaseFolder {
    return new ReleaseFolder(join(this.ports.folder, id));
  }

  find(id: string): Publication | undefined {
    return this.#kept.get(id);
  }

  watch(id: string, signal: AbortSignal): AsyncGenerator<Publication> {
    return this.#watchers.watch(id, signal);
  }

  /** Begins, or answers with what is under way. One that failed may be tried again: it goes on with what there is. */
  async start(caller: Caller, id: string): Promise<Publication> {
    const kept = this.#kept.get(id);
    if (kept !== undefined && (!isEnded(kept) || kept.phase === 'published')) return kept;
    const now = this.ports.now();
    const begun: KeptPublication = { release: id, phase: 'queued', startedAt: now, updatedAt: now, caller };
    await this.#keep(begun);
    this.#enqueue(id, caller);
    return begun;
  }

  /** Stops the work on a release, for good, and waits until it has stopped. */
  async cancel(id: string): Promise<void> {
    const kept = this.#kept.get(id);
    if (kept === undefined || isEnded(kept)) return;
    if (this.#current !== id) {
      await this.#phase(id, 'cancelled');
      return;
    }
    this.#cancelled = id;
    this.#worker?.stop();
    this.#pause.abort();
    await this.#running.get(id);
  }

  /** Stops all work; what was not ended goes on at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#worker?.stop();
    this.#pause.abort();
    await this.#queue;
  }

  #enqueue(id: string, caller: Caller): void {
    // Where not even the end can be noted, as on a full disk, the next start goes on with it.
    this.#queue = this.#queue.then(() => this.#run(id, caller)).catch(() => undefined);
    this.#running.set(id, this.#queue);
  }

  async #run(id: string, caller: Caller): Promise<void> {
    // It may have been cancelled while it waited for its turn.
    if (this.#isClosed || isEnded(this.#kept.get(id)!)) return;
    this.#current = id;
    this.#pause = new AbortController();
    try {
      await this.#untilDone(id, caller).catch((error: unknown) => this.#fail(id, error));
      if (this.#cancelled === id && !isEnded(this.#kept.get(id)!)) await this.#phase(id, 'cancelled');
    } finally {
      this.#current = undefined;
      this.#cancelled = undefined;
      this.#running.delete(id);
    }
  }

  /** Where the ledger cannot be had now, it is asked again at longer and longer intervals. */
  async #untilDone(id: string, caller: Caller): Promise<void> {
    for (let wait = PATIENCE; ; wait = Math.min(wait * 2, LONGEST)) {
      try {
        await this.#make(id, caller);
        return;
      } catch (error) {
        if (!isPassing(error) || this.#isStopped(id)) throw error;
        await delay(wait, undefined, { signal: this.#pause.signal }).catch(() => undefined);
      }
    }
  }

  #isStopped(id: string): boolean {
    return this.#isClosed || this.#cancelled === id;
  }

  async #make(id: string, caller: Caller): Promise<void> {
    const release = await this.ports.release(caller, id);
    const folder = this.folderOf(id);
    if (release.status !== 'APPROVED' && release.status !== 'PUBLISHED') {
      throw new Problem('RELEASE_STATUS', { status: release.status, version: release.version });
    }
    if (!(await folder.hasArtefact())) {
      if (release.status === 'PUBLISHED' || (await folder.isDrawing())) throw new Problem('RELEASE_ARTEFACT_LOST');
      await this.#work(id, await this.ports.task(caller, release));
    }
    if (this.#isStopped(id)) return;
    const artefact = await hashFile(folder.manifest);
    const published = release.status === 'PUBLISHED' ? release : await this.ports.publish(caller, id, artefact);
    if (published.artefact !== artefact) throw new Problem('RELEASE_ALTERED');
    await folder.write('published', published);
    await this.#phase(id, 'published');
  }

  async #work(id: string, task: Task): Promise<void> {
    if (this.#isStopped(id)) return;
    let told: Promise<void> = Promise.resolve();
    const worker = this.ports.startWorker(
      task,
      (step) => {
        told = told.then(() => this.#phase(id, phaseOf(step)));
      },
      (part) => {
        told = told.then(() => {
          this.#reach(id, part);
        });
      },
    );
    this.#worker = worker;
    try {
      await worker.done;
    } finally {
      this.#worker = undefined;
      await told;
    }
  }

  async #fail(id: string, error: unknown): Promise<void> {
    if (this.#isStopped(id)) return;
    const problem = error instanceof Problem ? error : new Problem('GATEWAY_INTERNAL');
    const rule = problem.detail.faults?.[0]?.rule;
    // Where noise was being drawn and nothing was written, that is what counts.
    const folder = this.folderOf(id);
    const isLost = problem.code === 'RELEASE_SOURCE' && (await folder.isDrawing()) && !(await folder.hasArtefact());
    const code = isLost ? 'RELEASE_ARTEFACT_LOST' : problem.code;
    await this.#phase(id, 'failed', { code, ...(rule === undefined ? {} : { rule }) });
  }

  async #phase(id: string, phase: PublicationPhase, more: Partial<Publication> = {}): Promise<void> {
    const { release, startedAt, caller } = this.#kept.get(id)!;
    await this.#keep({ release, startedAt, caller, phase, updatedAt: this.ports.now(), ...more });
  }

  /** How far a phase is is told to who watches, and not kept. */
  #reach(id: string, part: number): void {
    this.#kept.set(id, { ...this.#kept.get(id)!, part });
    this.#watchers.changed(id);
  }

  async #keep(publication: KeptPublication): Promise<void> {
    const { release } = publication;
    await this.folderOf(release).write('publication', publication);
    this.#kept.set(release, publication);
    this.#watchers.changed(release);
    await this.ports.onPhase?.(publication);
  }
}
