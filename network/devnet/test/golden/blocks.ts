import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { common } from '@hyperledger/fabric-protos';

/** The two networks the blocks come from: ordered by SmartBFT, and by Raft. */
export const networks = ['bft', 'etcdraft'] as const;
export type Network = (typeof networks)[number];

/** The first blocks of each network, without a gap. */
export const firstBlocks = ['genesis', 'lifecycle-approve', 'lifecycle-2'] as const;

/** Later blocks of each network, without a gap among themselves. */
export const laterBlocks = [
  'issueProtected',
  'bump',
  'bumpWrongOrgs',
  'mvccA',
  'rangeThenPut',
  'readThenWritePrivate',
  'deletePrivate',
  'purge',
  'deleteState',
] as const;

export const blockNames = [...firstBlocks, ...laterBlocks] as const;
export type BlockName = (typeof blockNames)[number];

/** A block that a peer of a live Fabric 3.1.5 network stored. */
export const readBlock = (name: string): common.Block =>
  common.Block.deserializeBinary(readFileSync(join(__dirname, 'blocks', `${name}.pb`)));

export const goldenBlock = (network: Network, name: BlockName): common.Block => readBlock(`${network}-block-${name}`);

export const numberOf = (block: common.Block): number => block.getHeader()!.getNumber();

export const envelopesOf = (block: common.Block): Uint8Array[] => block.getData()!.getDataList_asU8();

export const metadataOf = (block: common.Block, index: number): Uint8Array =>
  block.getMetadata()!.getMetadataList_asU8()[index]!;

/** One validation code a transaction. */
export const flagsOf = (block: common.Block): Uint8Array =>
  metadataOf(block, common.BlockMetadataIndex.TRANSACTIONS_FILTER);

export const payloadOf = (envelope: Uint8Array): common.Payload =>
  common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());

export const channelHeaderOf = (envelope: Uint8Array): common.ChannelHeader =>
  common.ChannelHeader.deserializeBinary(payloadOf(envelope).getHeader()!.getChannelHeader_asU8());

export const signatureHeaderOf = (envelope: Uint8Array): common.SignatureHeader =>
  common.SignatureHeader.deserializeBinary(payloadOf(envelope).getHeader()!.getSignatureHeader_asU8());

/** The configuration in a block's only envelope. */
export const configEnvelopeOf = (block: common.Block): common.ConfigEnvelope =>
  common.ConfigEnvelope.deserializeBinary(payloadOf(envelopesOf(block)[0]!).getData_asU8());

/** Beside the repository, where its test data may lie. */
const beside = resolve(__dirname, '../../../../../shared/data/fabric-golden/fabric-testdata');

/** Ledgers from the test data of Fabric's repository; not part of this one. Undefined where they are not at hand. */
export const testDataFolder = (): string | undefined =>
  [process.env.FABRIC_TESTDATA, beside].find((folder) => folder !== undefined && existsSync(folder));
