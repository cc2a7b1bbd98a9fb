import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createChaincodeProcesses } from './deploy/chaincode-processes';
import { deploy } from './deploy/deploy';
import type { Devnet, DevnetOptions, DevnetOrganisation } from './devnet';
import type { Dump } from './dump/dump';
import { readDump, writeDump } from './dump/dump-file';
import { dumpNetwork, installPackages, loadIntoNetwork } from './dump/dump-network';
import { checkEmpty, checkFit, portsOf } from './dump/fit';
import { type LoadedLedger, replayDump } from './dump/ledger-records';
import { openClock } from './clock';
import { FaultPlan } from './faults/fault-plan';
import { createFaults } from './faults/faults';
import { createNode, type OrganisationNode } from './network/node';
import { type ChannelParts, openChannel, type OwnChannel } from './network/channels';
import { type ChannelSettings, checkConfig, type DevnetConfig } from './network/config';
import { type Organisation, startOrganisation } from './network/organisation';
import { choosePorts } from './network/ports';
import { createSnapshots } from './network/snapshots';
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
