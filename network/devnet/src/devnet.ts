import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyPair } from './ca';
import { createChaincodeProcesses } from './deploy/chaincode-processes';
import type { ChaincodeToDeploy, Deployment } from './deploy/chaincode-to-deploy';
import { deploy } from './deploy/deploy';
import type { Dump } from './dump/dump';
import { readDump, writeDump } from './dump/dump-file';
import { dumpNetwork, installPackages, loadIntoNetwork } from './dump/dump-network';
import { checkEmpty, checkFit, portsOf } from './dump/fit';
import { type LoadedLedger, replayDump } from './dump/ledger-records';
import { type NetworkTime, openClock } from './clock';
import { FaultPlan } from './faults/fault-plan';
import { createFaults, type Faults } from './faults/faults';
import type { NodeRole } from './identity/identity';
import { createNode, type NodeKind, type OrganisationNode } from './network/node';
import { type ChannelParts, openChannel, type OwnChannel } from './network/channels';
import { type ChannelSettings, checkConfig, type DevnetConfig } from './network/config';
import { type Organisation, startOrganisation } from './network/organisation';
import { choosePorts } from './network/ports';
import { createSnapshots, type Snapshot } from './network/snapshots';
import { logTransactions } from './network/transaction-log';
import { trustWarning } from './network/trust-warning';
import { createProposalDesk } from './peer/proposal-desk';
import type { Consortium } from './services/consortium';
import { createCommitWatch } from './services/gateway/commit-watch';
import { type Log, silentLog } from './log';
import { RequestError } from './request-error';
import { copyData } from './store/copy-data';
import { type LedgerStore, openStore } from './store/open-store';
import { committedTrace, uncommittedTrace } from './trace/read-trace';
import { TraceRecorder } from './trace/recorder';
import type { TransactionTrace } from './trace/transaction-trace';

/** One member of a running network, as clients need to know it. */
export interface DevnetOrganisation {
  readonly name: string;
  readonly mspId: string;
  readonly peer: DevnetEndpoint;
  readonly orderer: DevnetEndpoint;
  readonly ca: {
    readonly name: string;
    readonly url: string;
    /** The CA's own certificate; it issues identities and TLS certificates. */
    readonly certificate: string;
    readonly tlsCaCertificate: string;
  };
  /** Whether both its nodes are up, or the one named. */
  isUp(node?: NodeKind): boolean;
  /**
   * Key and certificate (PEM) of somebody of this organisation, without the enrolment that applications go through. The same name
   * and role get the same pair again.
   */
  issueIdentity(commonName: string, role: NodeRole): KeyPair;
}

/** Where a node answers. */
export interface DevnetEndpoint {
  /** host:port */
  readonly endpoint: string;
  /** PEM of the CA of its TLS certificate; undefined where the network runs without TLS. */
  readonly tlsCaCertificate: string | undefined;
}

/** A running network. */
export interface Devnet {
  readonly organisations: readonly DevnetOrganisation[];
  readonly channels: readonly string[];
  /** Stops an organisation's peer and orderer: nobody can connect to them. Its CA stays. */
  stopOrganisation(mspId: string): Promise<void>;
  startOrganisation(mspId: string): Promise<void>;
  /** Stops one node of an organisation. */
  stopNode(mspId: string, node: NodeKind): Promise<void>;
  startNode(mspId: string, node: NodeKind): Promise<void>;
  /** What can be made to go wrong. */
  readonly faults: Faults;
  /**
   * What is known of a transaction: from its block, and of the last thousand that peers were asked for from what was seen. Undefined
   * where nothing is.
   */
  trace(transactionId: string): TransactionTrace | undefined;
  /** The network's clock: what contracts see, what certificates are judged by. Clients need no other clock for it. */
  readonly time: NetworkTime;
  /** Oldest first. They are in memory alone: gone with the process, and with `load`. */
  snapshots(): readonly Snapshot[];
  /** Remembers all ledgers, and the clock. What lies beside the ledgers is not in it: certificate authorities, packages, processes. */
  snapshot(): Promise<Snapshot>;
  /**
   * Goes back to a snapshot, which stays; later ones go. Event streams end with UNAVAILABLE, what waits for its commit with
   * ABORTED, and what was endorsed on blocks that are gone is refused from then on.
   * @throws RequestError, StoreError
   */
  revert(id: string): Promise<Snapshot>;
  /** Forgets a snapshot. @throws RequestError */
  dropSnapshot(id: string): Promise<void>;
  /**
   * Brings a chaincode into force: packages it, installs it everywhere, runs it where `path` is given, has all organisations approve
   * and commits. Again under the same name, it is an upgrade.
   * @throws RequestError
   */
  deploy(chaincode: ChaincodeToDeploy): Promise<Deployment>;
  /** Writes all ledgers, and what another devnet needs to be this one, to a file. It holds private keys and private data. @throws RequestError */
  dump(file: string): Promise<void>;
  /**
   * Puts the ledgers and the clock of a dump in the place of its own, which must be of the same certificate authorities. Snapshots go.
   * @throws RequestError where it does not fit; nothing is changed then
   */
  load(file: string): Promise<void>;
  /**
   * Copies the whole network as it is at this moment into a folder that is new or empty; a network can be started from it. Nothing
   * else happens meanwhile. Returns the bytes copied.
   * @throws RequestError where the network keeps no data, or the folder is not empty
   */
  copyTo(folder: string): number;
  /** Ends everything; what was acknowledged is on disk. */
  close(): Promise<void>;
}

/** What a network is started with beside its configuration. */
export interface DevnetOptions {
  readonly log?: Log;
  /** This machine's clock; the real one when left out. */
  readonly now?: () => Date;
  /** A dump to begin with, in an empty data directory or in memory. */
  readonly load?: string;
}

const describe = (node: OrganisationNode, hasTls: boolean): DevnetOrganisation => {
  const { organisation } = node;
  const { ca, peer, orderer } = organisation;
  const tlsCaCertificate = hasTls ? ca.tlsCaCertificatePem : undefined;
  return {
    name: organisation.name,
    mspId: organisation.mspId,
    peer: { endpoint: peer.endpoint, tlsCaCertificate },
    orderer: { endpoint: orderer.endpoint, tlsCaCertificate },
    ca: {
      name: ca.name,
      url: `https://localhost:${ca.port}`,
      certificate: ca.caCertificatePem,
      tlsCaCertificate: ca.tlsCaCertificatePem,
    },
    isUp: (kind) => node.isUp(kind),
    issueIdentity: (commonName, role) => ca.issueNode({ commonName, role }),
  };
};

const startOrganisations = async (
  config: DevnetConfig,
  dump: Dump | undefined,
  now: () => Date,
  log: Log,
): Promise<Organisation[]> => {
  const ports = await choosePorts(config, dump && portsOf(dump));
  const started: Organisation[] = [];
  try {
    for (const each of config.organisations) {
      const { dataDirectory } = config;
      const authority = dump?.contents.get(each.mspId)?.authority;
      const options = { config: each, ports: ports.get(each.mspId)!, dataDirectory, authority, now, log };
      started.push(await startOrganisation(options));
    }
    return started;
  } catch (error) {
    await Promise.all(started.map(({ ca }) => ca.close()));
    const held = [...ports.values()].flatMap(({ peer, orderer, ca }) => [peer, orderer, ca]);
    await Promise.all(held.map(({ release }) => release()));
    throw error;
  }
};

/** A dump that a network is to begin with, its ledgers replayed. @throws RequestError where it cannot */
const readLoadable = async (
  file: string | undefined,
  config: DevnetConfig,
): Promise<(Dump & { readonly ledgers: ReadonlyMap<string, LoadedLedger> }) | undefined> => {
  if (file === undefined) return undefined;
  const dump = await readDump(file);
  checkFit(dump, config);
  checkEmpty(config.dataDirectory);
  return { ...dump, ledgers: new Map([...dump.blocks].map(([name, blocks]) => [name, replayDump(name, blocks)])) };
};

const openChannels = (
  config: DevnetConfig,
  parts: Pick<ChannelParts, 'organisations' | 'time' | 'pace' | 'recorder'>,
  store: LedgerStore,
): ReadonlyMap<string, OwnChannel> => {
  const signer = parts.organisations[0]!.orderer.identity;
  const batch = config.batch ?? {};
  const open = (settings: ChannelSettings): OwnChannel =>
    openChannel(settings, { ...parts, signer, batch, store: store.blocks(settings.name) });
  return new Map(config.channels.map((settings) => [settings.name, open(settings)]));
};

/**
 * Starts a network: certificate authorities, peers, orderers and channels of all organisations.
 * @throws DevnetConfigError, PortTakenError, StoreError; RequestError where a dump cannot be loaded
 */
export const startDevnet = async (config: DevnetConfig, options: DevnetOptions = {}): Promise<Devnet> => {
  const { log = silentLog, now: machine = () => new Date() } = options;
  checkConfig(config);
  const dump = await readLoadable(options.load, config);
  log.warn(trustWarning);
  if (config.dataDirectory) mkdirSync(config.dataDirectory, { recursive: true, mode: 0o700 });
  const time = openClock(machine, config.dataDirectory);
  if (dump) time.advance(dump.timeShift);
  const organisations = await startOrganisations(config, dump, time.now, log);
  const store = openStore(config.dataDirectory && join(config.dataDirectory, 'ledgers'));
  const plan = new FaultPlan();
  const recorder = new TraceRecorder();
  dump?.ledgers.forEach(({ records }, name) => store.blocks(name).replace(records));
  const channels = openChannels(config, { organisations, time, pace: plan.pace, recorder }, store);
  const first = channels.get(config.channels[0]!.name)!;
  const localConfig = () => first.ledger.config;
  const nodes: OrganisationNode[] = [];
  const consortium: Consortium = {
    desk: createProposalDesk({
      configOf: (channel, mspId) => consortium.peerLedger(mspId, channel)?.config,
      localConfig,
      time,
    }),
    get endorsers() {
      return nodes.map(({ endorser }) => endorser);
    },
    get orderers() {
      return nodes.map(({ orderingNode }) => orderingNode);
    },
    channel: (name) => channels.get(name),
    peerLedger: (mspId, channel) => nodes.find((node) => node.organisation.mspId === mspId)?.ledgers.get(channel),
    localConfig,
    recorder,
    faults: plan,
    now: time.now,
    machineTime: time.machine,
  };
  const snapshots = createSnapshots([...channels.values()], time);
  const watch = createCommitWatch();
  for (const organisation of organisations) {
    nodes.push(createNode({ organisation, organisations, channels, consortium, watch, config, log }));
  }
  const stopLogging = [...channels.values()].map(({ ledger }) => logTransactions(ledger, log, machine));
  const hasTls = config.tls !== false;
  const processes = createChaincodeProcesses(config.dataDirectory, log);
  const scope = { config, nodes, channels, time };

  const nodeOf = (mspId: string): OrganisationNode => {
    const node = nodes.find(({ organisation }) => organisation.mspId === mspId);
    if (!node) throw new RequestError('unknown', `there is no organisation ${mspId}`);
    return node;
  };
  const faults = createFaults(plan, nodes);
  const close = async (): Promise<void> => {
    faults.clear();
    await Promise.all(nodes.map((node) => node.stop()));
    await processes.close();
    await Promise.all([...channels.values()].map(({ ordering }) => ordering.idle()));
    stopLogging.forEach((stop) => stop());
    watch.close();
    nodes.forEach((node) => node.close());
    await Promise.all(organisations.map(({ ca }) => ca.close()));
    store.close();
  };

  try {
    if (dump) await installPackages(dump, nodes);
    for (const node of nodes) await node.start();
    await processes.resume();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    organisations: nodes.map((node) => describe(node, hasTls)),
    channels: [...channels.keys()],
    stopOrganisation: async (mspId) => {
      await nodeOf(mspId).stop();
      log.warn('organisation stopped', { organisation: mspId });
    },
    startOrganisation: async (mspId) => {
      await nodeOf(mspId).start();
      log.info('organisation started', { organisation: mspId });
    },
    stopNode: async (mspId, node) => {
      await nodeOf(mspId).stop(node);
      log.warn('node stopped', { organisation: mspId, node });
    },
    startNode: async (mspId, node) => {
      await nodeOf(mspId).start(node);
      log.info('node started', { organisation: mspId, node });
    },
    faults,
    trace(transactionId) {
      const seen = recorder.find(transactionId);
      for (const { ledger } of channels.values()) {
        const place = ledger.transaction(transactionId);
        if (place) return committedTrace(ledger, transactionId, place, seen);
      }
      return seen && uncommittedTrace(transactionId, seen);
    },
    time,
    snapshots: snapshots.list,
    snapshot: async () => snapshots.take(),
    revert: async (id) => {
      const snapshot = snapshots.revert(id);
      log.warn('network reverted', { snapshot: id });
      return snapshot;
    },
    dropSnapshot: async (id) => snapshots.drop(id),
    deploy: (chaincode) => deploy(chaincode, { nodes, consortium, channels: [...channels.keys()], processes }),
    dump: (file) => writeDump(file, dumpNetwork(scope)),
    load: async (file) => {
      await loadIntoNetwork(await readDump(file), scope);
      snapshots.dropAll();
    },
    copyTo: (folder) => {
      if (!config.dataDirectory) throw new RequestError('conflict', 'this network keeps nothing on disk');
      if (existsSync(folder) && readdirSync(folder).length > 0) {
        throw new RequestError('conflict', `${folder} is not empty`);
      }
      return copyData(config.dataDirectory, folder);
    },
    close,
  };
};
