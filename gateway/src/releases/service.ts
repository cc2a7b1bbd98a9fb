import { join } from 'node:path';
import {
  type AccountTerms,
  type BudgetView,
  type Command,
  type DatasetView,
  type Page,
  type RaiseCapCommand,
  type ReleaseCommand,
  type ReleaseStatus,
  type ReleaseView,
  type ReserveCommand,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { drawFor } from '../commitment';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Submitted } from '../ledger/ledger';
import { differences } from './check-artefact';
import { DatasetStore, type DatasetDefinition, type Source } from './dataset-store';
import { fetchArtefact } from './fetch-artefact';
import { prescriptionRows } from './prescription-rows';
import type { Publication } from './publication';
import { Publisher, type PublisherPorts } from './publisher';
import { ReleaseFolder } from './release-folder';
import { createReleaseLedger } from './release-ledger';
import { hashOf, type ReleaseRequest, type Scheme } from './scheme';
import { startWorker, type StartWorker } from './worker';
import type { Rows, Task } from './work';

export interface RegisterRequest extends Command {
  readonly id: string;
  readonly title: string;
  readonly scheme: Scheme;
  readonly source: Source;
  readonly accounts: readonly AccountTerms[];
}

export type AskRequest = Command & Omit<ReleaseRequest, 'release'>;

export interface ReleaseFilter {
  readonly dataset?: string;
  readonly status?: ReleaseStatus;
  readonly bookmark?: string;
  readonly limit?: number;
}

export interface ReleaseService {
  register(caller: Caller, request: RegisterRequest): Promise<Submitted<DatasetView>>;
  raiseCap(caller: Caller, command: RaiseCapCommand): Promise<Submitted<DatasetView>>;
  dataset(caller: Caller, id: string): Promise<BudgetView>;
  datasets(caller: Caller, query: object): Promise<Page<DatasetView>>;
  /** Checks the rows, then charges the budget. */
  ask(caller: Caller, request: AskRequest): Promise<Submitted<ReleaseView>>;
  approve(caller: Caller, command: ReleaseCommand): Promise<Submitted<ReleaseView>>;
  /** Stops what is under way, and ends the release on the ledger; nothing is paid back. */
  abort(caller: Caller, command: ReleaseCommand): Promise<Submitted<ReleaseView>>;
  release(caller: Caller, id: string): Promise<ReleaseView>;
  releases(caller: Caller, filter: ReleaseFilter): Promise<Page<ReleaseView>>;
  /** Draws, writes and publishes an approved release, in a process of its own. */
  publish(caller: Caller, id: string): Promise<Publication>;
  publication(caller: Caller, id: string): Publication;
  watch(caller: Caller, id: string, signal: AbortSignal): AsyncGenerator<Publication>;
  /** Paths of a published artefact, held against the ledger; fetched from its owner's gateway where that is another's. */
  artefact(caller: Caller, id: string): Promise<ArtefactFiles>;
  /** The same of one of this gateway's own, for whoever asks: held against what was published. */
  published(id: string): Promise<ArtefactFiles>;
  close(): Promise<void>;
}

export interface ArtefactFiles {
  readonly manifest: string;
  readonly table: string;
}

export interface ReleaseServiceOptions {
  readonly startWorker?: StartWorker;
  readonly onPhase?: PublisherPorts['onPhase'];
}

/** Data sets and releases: from the registration to the artefact that a researcher downloads. */
export async function createReleaseService(
  context: ServiceContext,
  { startWorker: start = startWorker, onPhase }: ReleaseServiceOptions = {},
): Promise<ReleaseService> {
  const { mspId, releases: settings } = context;
  const ledger = createReleaseLedger(context);
  const definitions = new DatasetStore(join(settings.folder, 'datasets'));

  const rowsOf = async (caller: Caller, source: Source): Promise<Rows> =>
    source.kind === 'file'
      ? { file: join(settings.sources, source.name) }
      : { csv: await prescriptionRows(context, caller) };

  const taskOf = async (
    caller: Caller,
    request: ReleaseRequest,
    { scheme, source }: DatasetDefinition,
    folder?: string,
  ): Promise<Task> => ({
    request,
    scheme,
    rows: await rowsOf(caller, source),
    ...(folder === undefined ? {} : { folder }),
  });

  const fetching = new Map<string, Promise<void>>();
  /** Whoever asks for what is being fetched waits for the same. */
  const once = (id: string, fetch: () => Promise<void>): Promise<void> => {
    const under = fetching.get(id) ?? fetch().finally(() => fetching.delete(id));
    fetching.set(id, under);
    return under;
  };

  const folder = join(settings.folder, 'made');
  const publisher = await Publisher.open({
    folder,
    startWorker: start,
    now: () => context.now(),
    release: (caller, id) => ledger.release(caller, id),
    async publish(caller, id, artefact) {
      // The same command however often it is tried: it is done once.
      const command = { commandId: `publish-${id}`, id, artefact };
      return (await ledger.submit<ReleaseView>(caller, 'Publish', command)).view;
    },
    async task(caller, release) {
      const kept = new ReleaseFolder(join(folder, release.id));
      const request = await kept.read<ReleaseRequest>('request');
      if (request === undefined || hashOf(request) !== release.request) throw new Problem('RELEASE_REQUEST');
      const definition = await definitions.read(await ledger.dataset(caller, release.dataset));
      return taskOf(caller, request, definition, join(folder, release.id));
    },
    ...(onPhase === undefined ? {} : { onPhase }),
  });

  return {
    async register(caller, { scheme, source, commandId, id, title, accounts }) {
      requireSteward(caller);
      await definitions.save(id, { scheme, source });
      const command = { commandId, id, title, unit: 'patient', scheme: hashOf(scheme), accounts };
      return ledger.submit(caller, 'RegisterDataset', command);
    },
    raiseCap: (caller, command) => ledger.submit(caller, 'RaiseCap', command),
    dataset: (caller, id) => ledger.dataset(caller, id),
    datasets: (caller, query) => ledger.datasets(caller, query),

    async ask(caller, { commandId, ...asked }) {
      requireSteward(caller);
      const dataset = await ledger.dataset(caller, asked.dataset);
      if (dataset.owner !== mspId) throw new Problem('ACCESS_RELATION');
      const definition = await definitions.read(dataset);
      const id = (await drawFor(context, caller, commandId)).prescriptionId();
      const request: ReleaseRequest = { release: id, ...asked };
      // Whatever is wrong with the rows is found before anything is charged.
      await start(await taskOf(caller, request, definition), () => undefined).done;
      await publisher.folderOf(id).write('request', request);
      const { mode, cost, k } = asked;
      const bound = { scheme: dataset.scheme, request: hashOf(request), ...(k === undefined ? {} : { k }) };
      const command: ReserveCommand = { commandId, id, dataset: dataset.id, mode, cost, ...bound };
      return ledger.submit(caller, 'Reserve', command);
    },

    async approve(caller, command) {
      const { owner } = await ledger.release(caller, command.id);
      return ledger.submit(caller, 'Approve', command, owner);
    },

    async abort(caller, command) {
      requireSteward(caller);
      const { owner, status, version } = await ledger.release(caller, command.id);
      // What is published stays so; before that, no noise may go on being drawn.
      if (status === 'PUBLISHED') throw new Problem('RELEASE_STATUS', { status, version });
      if (owner === mspId) await publisher.cancel(command.id);
      return ledger.submit(caller, 'Abort', command, owner);
    },

    release: (caller, id) => ledger.release(caller, id),
    releases: (caller, filter) => ledger.releases(caller, filter),

    async publish(caller, id) {
      requireSteward(caller);
      const { owner, status, version } = await ledger.release(caller, id);
      if (owner !== mspId) throw new Problem('ACCESS_RELATION');
      if (status === 'RESERVED' || status === 'ABORTED') throw new Problem('RELEASE_STATUS', { status, version });
      return publisher.start(caller, id);
    },

    publication(caller, id) {
      requireSteward(caller);
      return publisher.find(id) ?? notFound();
    },

    watch(caller, id, signal) {
      requireSteward(caller);
      if (publisher.find(id) === undefined) notFound();
      return publisher.watch(id, signal);
    },

    async artefact(caller, id) {
      const release = await ledger.release(caller, id);
      if (release.status !== 'PUBLISHED') throw new Problem('RELEASE_NOT_READY', { status: release.status });
      const files = publisher.folderOf(id);
      if (!(await files.hasArtefact())) {
        if (release.owner === mspId) throw new Problem('RELEASE_ARTEFACT_LOST');
        const gateway = context.gateways[release.owner];
        if (gateway === undefined) throw new Problem('RELEASE_ELSEWHERE');
        await once(id, async () => {
          if (!(await files.hasArtefact())) await fetchArtefact(files, release, gateway);
        });
      }
      return checked(files, release);
    },

    async published(id) {
      const files = publisher.folderOf(id);
      const release = await files.read<ReleaseView>('published');
      if (release?.owner !== mspId) return notFound();
      if (!(await files.hasArtefact())) throw new Problem('RELEASE_ARTEFACT_LOST');
      return checked(files, release);
    },

    close: () => publisher.close(),
  };
}

/** @throws Problem RELEASE_ALTERED */
async function checked({ manifest, table }: ArtefactFiles, release: ReleaseView): Promise<ArtefactFiles> {
  if ((await differences({ manifest, table }, release)).length > 0) throw new Problem('RELEASE_ALTERED');
  return { manifest, table };
}

/** Before anything is read or kept for them; the ledger asks again. */
function requireSteward({ role }: Caller): void {
  if (role !== 'steward') throw new Problem('ACCESS_ROLE');
}

const notFound = (): never => {
  throw new Problem('RELEASE_NOT_FOUND');
};

const services = new WeakMap<ServiceContext, Promise<ReleaseService>>();

/** The one service of a gateway: routes behind the token and open ones share it. */
export function releaseServiceOf(context: ServiceContext): Promise<ReleaseService> {
  const service = services.get(context) ?? createReleaseService(context);
  services.set(context, service);
  return service;
}
