import { join } from 'node:path';
import { createLifecycle } from '../lifecycle/system-chaincode';
import { PeerLedger } from '../ledger/peer-ledger';
import type { InstalledPackages } from '../lifecycle/packages';
import type { Log } from '../log';
import { checkAccess } from '../peer/acl';
import { createPeer, type Peer } from '../peer/create-peer';
import { createEndorser, type Endorser } from '../peer/endorse';
import type { SystemChaincode } from '../peer/simulation';
import { createCscc } from '../peer/system/cscc';
import { createQscc } from '../peer/system/qscc';
import { createSystemServices } from '../peer/system/system-services';
import type { Consortium, OrderingNode } from '../services/consortium';
import {
  atomicBroadcastDefinition,
  createAtomicBroadcastService,
  createDeliverService,
  deliverDefinition,
} from '../services/deliver/deliver-service';
import { createDiscoveryService, discoveryDefinition } from '../services/discovery/discovery-service';
import { createEndorserService, endorserDefinition } from '../services/endorser-service';
import type { CommitWatch } from '../services/gateway/commit-watch';
import { createGatewayService, gatewayDefinition } from '../services/gateway/gateway-service';
import type { OwnChannel } from './channels';
import type { DevnetConfig } from './config';
import { createNodeServer, type NodeServer, type NodeTls } from './node-server';
import type { NodeIdentity, Organisation } from './organisation';
import { openPackageStore } from './package-store';

/** The nodes of an organisation that can be stopped. */
export type NodeKind = 'peer' | 'orderer';

/** What one organisation runs: peer and orderer, with their servers. */
export interface OrganisationNode {
  readonly organisation: Organisation;
  readonly endorser: Endorser;
  readonly orderingNode: OrderingNode;
  /** The channels that its peer has joined, as far as it has come with them. */
  readonly ledgers: ReadonlyMap<string, PeerLedger>;
  readonly peer: Peer;
  readonly packages: InstalledPackages;
  /** Both nodes, or the one named. */
  isUp(kind?: NodeKind): boolean;
  start(kind?: NodeKind): Promise<void>;
  /** A fault, or the end: nobody can connect any more. */
  stop(kind?: NodeKind): Promise<void>;
  /** Lets go of the chaincode processes. */
  close(): void;
}

export interface NodeParts {
  readonly organisation: Organisation;
  readonly organisations: readonly Organisation[];
  readonly channels: ReadonlyMap<string, OwnChannel>;
  readonly consortium: Consortium;
  readonly watch: CommitWatch;
  readonly config: DevnetConfig;
  readonly log: Log;
}

const tlsOf = ({ config, organisations }: NodeParts, { tls }: NodeIdentity): NodeTls | undefined => {
  if (config.tls === false) return undefined;
  if (config.tls !== 'mutual') return tls;
  return { ...tls, clientRoots: organisations.map(({ ca }) => ca.tlsCaCertificatePem) };
};

const createServers = (parts: NodeParts, endorser: Endorser): Readonly<Record<NodeKind, NodeServer>> => {
  const { organisation, consortium, watch } = parts;
  const { mspId, peer, orderer } = organisation;
  return {
    peer: createNodeServer({
      owner: `peer of ${mspId}`,
      port: peer.port,
      tls: tlsOf(parts, peer),
      services: [
        [gatewayDefinition, createGatewayService({ consortium, mspId }, watch)],
        [endorserDefinition, createEndorserService(consortium, endorser)],
        [deliverDefinition, createDeliverService(consortium, mspId)],
        [discoveryDefinition, createDiscoveryService(consortium, mspId)],
      ],
    }),
    orderer: createNodeServer({
      owner: `orderer of ${mspId}`,
      port: orderer.port,
      tls: tlsOf(parts, orderer),
      services: [[atomicBroadcastDefinition, createAtomicBroadcastService(consortium, mspId)]],
    }),
  };
};

const kinds = (kind: NodeKind | undefined): readonly NodeKind[] => (kind ? [kind] : ['peer', 'orderer']);

/** Makes what one organisation runs; nothing listens before `start`. */
export const createNode = (parts: NodeParts): OrganisationNode => {
  const { organisation, channels, consortium, config } = parts;
  const { mspId } = organisation;
  const joined = [...channels.values()].filter(({ ledger }) => ledger.config.organisations.includes(mspId));
  const ledgers = new Map(joined.map(({ name, ledger }) => [name, new PeerLedger(ledger, mspId)]));
  const ledgerOf = (name: string) => ledgers.get(name);
  const system: SystemChaincode[] = [];
  const up: Record<NodeKind, boolean> = { peer: false, orderer: false };

  const peer: Peer = createPeer({
    mspId,
    endpoint: organisation.peer.endpoint,
    identity: organisation.peer.identity,
    channels: () => [...ledgers.keys()],
    ledger: ledgerOf,
    system: (name) => system.find((chaincode) => chaincode.name === name),
    isUp: () => up.peer,
    checkNestedCall: ({ creator }, channel) =>
      checkAccess('peer/ChaincodeToChaincode', { channel, config: ledgerOf(channel)?.config, mspId }, creator),
  });
  const packages = openPackageStore({
    directory: config.dataDirectory && join(config.dataDirectory, 'organisations', organisation.name, 'packages'),
    builderVariables: organisation.builderVariables,
    host: peer,
    references: () => new Map(),
  });
  system.push(
    createLifecycle({ mspId, packages, configOf: (name) => ledgerOf(name)?.config }),
    createQscc(ledgerOf),
    createCscc({ channels: () => peer.channels(), ledgerOf }),
  );
  const endorser = createEndorser({
    peer,
    localConfig: consortium.localConfig,
    system: createSystemServices(mspId, system),
    faults: consortium.faults,
    recorder: consortium.recorder,
    distribute: (channel, transactionId, set) => peer.keepPrivate(channel, transactionId, set),
  });
  const servers = createServers(parts, endorser);
  return {
    organisation,
    endorser,
    ledgers,
    orderingNode: { mspId, endpoint: organisation.orderer.endpoint, isUp: () => up.orderer },
    peer,
    packages,
    isUp: (kind) => kinds(kind).every((each) => up[each]),
    async start(kind) {
      for (const each of kinds(kind)) {
        up[each] = true;
        await servers[each].start();
      }
    },
    async stop(kind) {
      for (const each of kinds(kind)) up[each] = false;
      await Promise.all(kinds(kind).map((each) => servers[each].stop()));
    },
    close: () => peer.close(),
  };
};
