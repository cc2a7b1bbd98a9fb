import { join } from 'node:path';
import { stringify } from 'yaml';
import type { BuilderVariables } from '../../lifecycle/connection-template';
import type { Member } from '../../topology/consortium';
import { nodeOf } from '../node';
import { IDENTITY_FILES } from './identity-files';
import { LOGGING } from './logging';
import type { NodeLayout } from './node-layout';
import type { NodePlan } from './node-plan';

const MEBIBYTE = 1024 * 1024;

const gossip = (endpoint: string) => ({
  bootstrap: endpoint,
  endpoint,
  externalEndpoint: endpoint,
  useLeaderElection: false,
  orgLeader: true,
  // Peers that start one after another miss each other at first: with Fabric's 25 s they would meet half a minute later.
  reconnectInterval: '2s',
  maxConnectionAttempts: 120,
  state: { enabled: false },
  pvtData: {
    pullRetryThreshold: '60s',
    // A witness keeps what it endorsed and has no part in for as long as this. Fabric 2's default; that of Fabric 3 is 20 000.
    transientstoreMaxBlockRetention: 1000,
    pushAckTimeout: '3s',
    btlPullMargin: 10,
    reconcileBatchSize: 10,
    reconcileSleepInterval: '10s',
    reconciliationEnabled: true,
    // Otherwise an invalid transaction that names this member's collection makes the next commit wait a minute.
    skipPullingInvalidTransactionsDuringCommit: true,
    implicitCollectionDisseminationPolicy: { requiredPeerCount: 0, maxPeerCount: 1 },
  },
});

const handlers = {
  authFilters: [{ name: 'DefaultAuth' }, { name: 'ExpirationCheck' }, { name: 'TimeWindowCheck' }],
  decorators: [{ name: 'DefaultDecorator' }],
  endorsers: { escc: { name: 'DefaultEndorsement' } },
  validators: { vscc: { name: 'DefaultValidation' } },
};

const chaincode = (builder: string) => ({
  externalBuilders: [
    {
      name: 'ccaas',
      path: builder,
      propagateEnvironment: ['CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG', 'PATH'],
    },
  ],
  installTimeout: '300s',
  // A peer that waits for a process of the right package commits nothing meanwhile; one that listens answers within seconds.
  startuptimeout: '30s',
  executetimeout: '30s',
  mode: 'net',
  // A keep-alive message ends a process of fabric-shim 2.5.
  keepalive: 0,
  system: { _lifecycle: 'enable', cscc: 'enable', lscc: 'enable', qscc: 'enable' },
  logging: { level: 'info', shim: 'warning' },
  runtimeParams: {
    useWriteBatch: true,
    maxSizeWriteBatch: 1000,
    useGetMultipleKeys: true,
    maxSizeGetMultipleKeys: 1000,
  },
});

/** One peer with a ledger in LevelDB; it finds its chaincode's process by the variables given. */
export const peerPlan = (member: Member, variables: BuilderVariables, layout: NodeLayout): NodePlan => {
  const node = nodeOf('peer', member.name);
  const configuration = layout.configuration(node);
  const data = layout.data(node);
  const file = (name: string): { file: string } => ({ file: join(configuration, name) });
  const at = (port: number): string => `${layout.listenAddress}:${port}`;
  const { peer, peerChaincode, peerOperations } = member.ports;
  const endpoint = `${layout.host(node)}:${peer}`;
  const settings = {
    peer: {
      id: node.name,
      networkId: 'rxledger',
      listenAddress: at(peer),
      address: endpoint,
      chaincodeListenAddress: at(peerChaincode),
      chaincodeAddress: `${layout.host(node)}:${peerChaincode}`,
      gateway: { enabled: true, endorsementTimeout: '30s', broadcastTimeout: '30s', dialTimeout: '10s' },
      keepalive: {
        interval: '7200s',
        timeout: '20s',
        minInterval: '60s',
        client: { interval: '60s', timeout: '20s' },
        deliveryClient: { interval: '60s', timeout: '20s' },
      },
      gossip: gossip(endpoint),
      tls: {
        enabled: true,
        clientAuthRequired: false,
        cert: file(IDENTITY_FILES.tlsCertificate),
        key: file(IDENTITY_FILES.tlsKey),
        rootcert: file(IDENTITY_FILES.tlsAuthorities),
      },
      authentication: { timewindow: '15m' },
      fileSystemPath: data,
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      mspConfigPath: join(configuration, IDENTITY_FILES.msp),
      localMspId: member.mspId,
      localMspType: 'bccsp',
      client: { connTimeout: '3s' },
      deliveryclient: {
        blockGossipEnabled: false,
        reconnectTotalTimeThreshold: '3600s',
        connTimeout: '3s',
        // How long a peer at most waits before it asks another orderer: a minute would outlast any fault of one.
        reConnectBackoffThreshold: '5s',
        blockCensorshipTimeoutKey: '30s',
        minimalReconnectInterval: '100ms',
        policy: 'cluster',
      },
      handlers,
      discovery: {
        enabled: true,
        authCacheEnabled: true,
        authCacheMaxSize: 1000,
        authCachePurgeRetentionRatio: 0.75,
        orgMembersAllowedAccess: false,
      },
      limits: { concurrency: { endorserService: 2500, deliverService: 2500, gatewayService: 500 } },
      maxRecvMsgSize: 100 * MEBIBYTE,
      maxSendMsgSize: 100 * MEBIBYTE,
    },
    vm: { endpoint: '' },
    chaincode: chaincode(layout.chaincodeBuilder),
    ledger: {
      state: { stateDatabase: 'goleveldb', totalQueryLimit: 100_000 },
      history: { enableHistoryDatabase: true },
      // Erased means erased with the next block. The ledger has the receipt for it: logs need not name case and section again.
      pvtdataStore: { purgeInterval: 1, purgedKeyAuditLogging: false },
      snapshots: { rootDir: join(data, 'snapshots') },
    },
    operations: { listenAddress: at(peerOperations), tls: { enabled: false } },
    metrics: { provider: 'prometheus' },
  };
  return {
    node,
    program: 'peer',
    arguments: ['node', 'start'],
    environment: {
      FABRIC_CFG_PATH: configuration,
      ...LOGGING,
      CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: JSON.stringify(variables),
    },
    folder: configuration,
    files: { 'core.yaml': stringify(settings) },
    ports: [peer, peerChaincode, peerOperations],
    readiness: { by: 'http', url: `http://127.0.0.1:${peerOperations}/healthz` },
  };
};
