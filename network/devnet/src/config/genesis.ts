import { randomBytes } from 'node:crypto';
import { common, orderer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';
import { blockDataHash, transactionId } from '../wire/hashes';
import { accessControl } from './access-control';
import { type Consensus, consensusValues, quorumOfConsenters } from './consensus';
import { configGroup, metaPolicy } from './groups';
import { applicationOrganisation, ordererOrganisation, type GenesisOrganisation } from './organisation';

export type { GenesisOrganisation } from './organisation';

/** When the orderer cuts a block. */
export interface BatchSettings {
  /** Go's notation, as `200ms`. */
  readonly timeout: string;
  readonly maxMessageCount: number;
  readonly absoluteMaxBytes: number;
  readonly preferredMaxBytes: number;
}

export interface GenesisOptions {
  readonly channel: string;
  readonly organisations: readonly GenesisOrganisation[];
  readonly batch?: Partial<BatchSettings>;
  /** Who orders, and how; without it the configuration says `etcdraft` and names nobody. */
  readonly consensus?: Consensus;
  /** What the channel's nodes must be able to do; `V3_0` unless given. With `V2_0` nodes of Fabric 2.5 may join. */
  readonly capability?: 'V2_0' | 'V3_0';
  /** Resources of a peer that another channel policy guards than Fabric's default, by name: `event/Block`. */
  readonly access?: Readonly<Record<string, string>>;
  /** Creation time in the block's only envelope; now unless given. */
  readonly at?: Date;
  /** Of 24 bytes; random unless given. */
  readonly nonce?: Uint8Array;
}

const defaultBatch: BatchSettings = {
  timeout: '200ms',
  maxMessageCount: 100,
  absoluteMaxBytes: 99 * 1024 * 1024,
  preferredMaxBytes: 2 * 1024 * 1024,
};

const capabilities = (version: string): common.Capabilities => {
  const value = new common.Capabilities();
  value.getCapabilitiesMap().set(version, new common.Capability());
  return value;
};

const metaPolicies = (): Record<string, common.Policy> => ({
  Readers: metaPolicy('ANY', 'Readers'),
  Writers: metaPolicy('ANY', 'Writers'),
  Admins: metaPolicy('MAJORITY', 'Admins'),
});

const applicationGroup = ({ organisations, access }: GenesisOptions): common.ConfigGroup =>
  configGroup({
    groups: Object.fromEntries(
      organisations.map((organisation) => [organisation.mspId, applicationOrganisation(organisation)]),
    ),
    values: { Capabilities: capabilities('V2_5'), ACLs: accessControl(access) },
    policies: {
      ...metaPolicies(),
      Endorsement: metaPolicy('MAJORITY', 'Endorsement'),
      LifecycleEndorsement: metaPolicy('MAJORITY', 'Endorsement'),
    },
  });

const ordererValues = (consensus: Consensus | undefined, settings: BatchSettings) => {
  const size = new orderer.BatchSize();
  size.setMaxMessageCount(settings.maxMessageCount);
  size.setAbsoluteMaxBytes(settings.absoluteMaxBytes);
  size.setPreferredMaxBytes(settings.preferredMaxBytes);
  const timeout = new orderer.BatchTimeout();
  timeout.setTimeout(settings.timeout);
  return {
    ...consensusValues(consensus),
    BatchSize: size,
    BatchTimeout: timeout,
    ChannelRestrictions: new orderer.ChannelRestrictions(),
    Capabilities: capabilities('V2_0'),
  };
};

const blockValidation = (consensus: Consensus | undefined): common.Policy =>
  consensus?.type === 'BFT' ? quorumOfConsenters(consensus.consenters) : metaPolicy('ANY', 'Writers');

const ordererGroup = (options: GenesisOptions): common.ConfigGroup =>
  configGroup({
    groups: Object.fromEntries(
      options.organisations
        .filter(({ ordererEndpoints }) => ordererEndpoints.length > 0)
        .map((organisation) => [organisation.mspId, ordererOrganisation(organisation)]),
    ),
    values: ordererValues(options.consensus, { ...defaultBatch, ...options.batch }),
    policies: { ...metaPolicies(), BlockValidation: blockValidation(options.consensus) },
  });

const channelValues = (capability: string) => {
  const hashing = new common.HashingAlgorithm();
  hashing.setName('SHA256');
  const structure = new common.BlockDataHashingStructure();
  // The widest "tree" there is: one hash over all envelopes.
  structure.setWidth(0xffffffff);
  return { HashingAlgorithm: hashing, BlockDataHashingStructure: structure, Capabilities: capabilities(capability) };
};

/** A channel's first configuration: sequence 0, everything at version 0. */
export const createGenesisConfig = (options: GenesisOptions): common.Config => {
  const config = new common.Config();
  config.setChannelGroup(
    configGroup({
      groups: { Application: applicationGroup(options), Orderer: ordererGroup(options) },
      values: channelValues(options.capability ?? 'V3_0'),
      policies: metaPolicies(),
    }),
  );
  return config;
};

const genesisEnvelope = (options: GenesisOptions): common.Envelope => {
  const nonce = options.nonce ?? randomBytes(24);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG);
  channelHeader.setVersion(1);
  channelHeader.setTimestamp(Timestamp.fromDate(options.at ?? new Date()));
  channelHeader.setChannelId(options.channel);
  channelHeader.setTxId(transactionId(nonce, new Uint8Array()));
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setNonce(nonce);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const content = new common.ConfigEnvelope();
  content.setConfig(createGenesisConfig(options));
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(content.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope;
};

const genesisMetadata = (): common.BlockMetadata => {
  const lastConfig = new common.LastConfig();
  const ordererMetadata = new common.OrdererBlockMetadata();
  ordererMetadata.setLastConfig(lastConfig);
  const signatures = new common.Metadata();
  signatures.setValue(ordererMetadata.serializeBinary());
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([
    signatures.serializeBinary(),
    new Uint8Array(),
    Uint8Array.of(0),
    new Uint8Array(),
    new Uint8Array(),
  ]);
  return metadata;
};

/**
 * The first block of a channel: its configuration, signed by nobody, trusted because every member joins with it. V2_5 of the application; members administer by majority, a majority endorses unless a chaincode says otherwise.
 */
export const createGenesisBlock = (options: GenesisOptions): common.Block => {
  const envelope = genesisEnvelope(options).serializeBinary();
  const header = new common.BlockHeader();
  header.setNumber(0);
  header.setDataHash(blockDataHash([envelope]));
  const data = new common.BlockData();
  data.setDataList([envelope]);
  const block = new common.Block();
  block.setHeader(header);
  block.setData(data);
  block.setMetadata(genesisMetadata());
  return block;
};
