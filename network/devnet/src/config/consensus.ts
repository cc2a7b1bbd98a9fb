import { common, msp, orderer } from '@hyperledger/fabric-protos';
import { signedByIdentities } from './groups';

/** An orderer that takes part in consensus, as the channel's configuration names it. */
export interface Consenter {
  readonly mspId: string;
  readonly host: string;
  readonly port: number;
  /** PEM; of its signing identity. Only SmartBFT asks for it. */
  readonly certificate: string;
  /** PEM; for both ends of its connections to the others. */
  readonly tlsCertificate: string;
}

/** Raft's clock and limits. */
export interface RaftOptions {
  /** Go's notation, as `500ms`. */
  readonly tickInterval: string;
  /** Ticks without a word of the leader before another stands for election. */
  readonly electionTick: number;
  readonly heartbeatTick: number;
  readonly maxInflightBlocks: number;
  /** Bytes. */
  readonly snapshotIntervalSize: number;
}

/** SmartBFT's settings; durations in Go's notation. A section that is filled in part gets no defaults from Fabric, so all are given. */
export interface SmartBftOptions {
  readonly requestBatchMaxCount: number;
  /** Bytes. */
  readonly requestBatchMaxBytes: number;
  /** A block is cut after this time: SmartBFT does not look at the channel's batch timeout. */
  readonly requestBatchMaxInterval: string;
  readonly incomingMessageBufferSize: number;
  readonly requestPoolSize: number;
  /** Bytes. */
  readonly requestMaxBytes: number;
  /** A follower hands a request on to the leader after this time... */
  readonly requestForwardTimeout: string;
  /** ... and complains of the leader after that one. */
  readonly requestComplainTimeout: string;
  readonly requestAutoRemoveTimeout: string;
  readonly viewChangeResendInterval: string;
  readonly viewChangeTimeout: string;
  readonly leaderHeartbeatTimeout: string;
  readonly leaderHeartbeatCount: number;
  readonly collectTimeout: string;
  readonly speedUpViewChange: boolean;
}

/** Who orders, and how. */
export type Consensus =
  | { readonly type: 'etcdraft'; readonly consenters: readonly Consenter[]; readonly options: RaftOptions }
  | { readonly type: 'BFT'; readonly consenters: readonly Consenter[]; readonly options: SmartBftOptions };

const raftMetadata = (consenters: readonly Consenter[], settings: RaftOptions): Uint8Array => {
  const options = new orderer.etcdraft.Options();
  options.setTickInterval(settings.tickInterval);
  options.setElectionTick(settings.electionTick);
  options.setHeartbeatTick(settings.heartbeatTick);
  options.setMaxInflightBlocks(settings.maxInflightBlocks);
  options.setSnapshotIntervalSize(settings.snapshotIntervalSize);
  const metadata = new orderer.etcdraft.ConfigMetadata();
  metadata.setOptions(options);
  for (const { host, port, tlsCertificate } of consenters) {
    const consenter = new orderer.etcdraft.Consenter();
    consenter.setHost(host);
    consenter.setPort(port);
    consenter.setClientTlsCert(Buffer.from(tlsCertificate));
    consenter.setServerTlsCert(Buffer.from(tlsCertificate));
    metadata.addConsenters(consenter);
  }
  return metadata.serializeBinary();
};

const bftMetadata = (settings: SmartBftOptions): Uint8Array => {
  const options = new orderer.smartbft.Options();
  options.setRequestBatchMaxCount(settings.requestBatchMaxCount);
  options.setRequestBatchMaxBytes(settings.requestBatchMaxBytes);
  options.setRequestBatchMaxInterval(settings.requestBatchMaxInterval);
  options.setIncomingMessageBufferSize(settings.incomingMessageBufferSize);
  options.setRequestPoolSize(settings.requestPoolSize);
  options.setRequestMaxBytes(settings.requestMaxBytes);
  options.setRequestForwardTimeout(settings.requestForwardTimeout);
  options.setRequestComplainTimeout(settings.requestComplainTimeout);
  options.setRequestAutoRemoveTimeout(settings.requestAutoRemoveTimeout);
  options.setViewChangeResendInterval(settings.viewChangeResendInterval);
  options.setViewChangeTimeout(settings.viewChangeTimeout);
  options.setLeaderHeartbeatTimeout(settings.leaderHeartbeatTimeout);
  options.setLeaderHeartbeatCount(settings.leaderHeartbeatCount);
  options.setCollectTimeout(settings.collectTimeout);
  options.setSpeedUpViewChange(settings.speedUpViewChange);
  // Fabric accepts no other.
  options.setLeaderRotation(orderer.smartbft.Options.Rotation.ROTATION_OFF);
  return options.serializeBinary();
};

const consenterMapping = (consenters: readonly Consenter[]): common.Orderers => {
  const mapping = new common.Orderers();
  consenters.forEach(({ mspId, host, port, certificate, tlsCertificate }, index) => {
    const consenter = new common.Consenter();
    consenter.setId(index + 1);
    consenter.setMspId(mspId);
    consenter.setHost(host);
    consenter.setPort(port);
    consenter.setIdentity(Buffer.from(certificate));
    consenter.setClientTlsCert(Buffer.from(tlsCertificate));
    consenter.setServerTlsCert(Buffer.from(tlsCertificate));
    mapping.addConsenterMapping(consenter);
  });
  return mapping;
};

const serialised = ({ mspId, certificate }: Consenter): msp.SerializedIdentity => {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(certificate));
  return identity;
};

/** More than half of the honest and the faulty together: any two such sets share an honest orderer. */
export const byzantineQuorum = (orderers: number): number =>
  Math.ceil((orderers + Math.floor((orderers - 1) / 3) + 1) / 2);

/** The values that say who orders, in the configuration's `Orderer` group. */
export const consensusValues = (consensus: Consensus | undefined) => {
  const type = new orderer.ConsensusType();
  type.setType(consensus?.type ?? 'etcdraft');
  if (consensus?.type === 'etcdraft') type.setMetadata(raftMetadata(consensus.consenters, consensus.options));
  if (consensus?.type !== 'BFT') return { ConsensusType: type };
  type.setMetadata(bftMetadata(consensus.options));
  return { ConsensusType: type, Orderers: consenterMapping(consensus.consenters) };
};

/** Who must have signed a block of a channel with Byzantine fault tolerance: a quorum of its consenters, each by its very certificate. */
export const quorumOfConsenters = (consenters: readonly Consenter[]): common.Policy =>
  signedByIdentities(byzantineQuorum(consenters.length), consenters.map(serialised));
