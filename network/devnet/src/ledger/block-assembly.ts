import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../identity/identity';
import { fieldPrefix, FieldWriter } from '../protobuf/writer';
import { blockDataHash, blockHeaderDer, sha256 } from '../wire/hashes';

/** A block as it comes from the orderer: not validated yet. */
export interface OrderedBlock {
  readonly number: number;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
  /** By which the next block names this one. */
  readonly hash: Uint8Array;
  readonly envelopes: readonly Uint8Array[];
  /** `common.Metadata` of the orderer, serialised. */
  readonly signatures: Uint8Array;
}

/** What a peer adds to a block: the validation codes, and the running hash over the state's updates. */
export interface BlockVerdict {
  readonly flags: Uint8Array;
  /** Absent in the genesis block. */
  readonly commitHash: Uint8Array | undefined;
}

/** Puts envelopes into the next block; one orderer signs it, as with Raft. */
export function assembleBlock(parts: {
  readonly number: number;
  readonly previousHash: Uint8Array;
  readonly envelopes: readonly Uint8Array[];
  /** Number of the last block that holds a configuration. */
  readonly lastConfig: number;
  /** Undefined where blocks are not signed: memory mode. */
  readonly signer: SigningIdentity | undefined;
}): OrderedBlock {
  const { number, previousHash, envelopes, lastConfig, signer } = parts;
  const dataHash = blockDataHash(envelopes);
  const header = blockHeaderDer(number, previousHash, dataHash);
  const signatures = signHeader(header, ordererMetadata(number, lastConfig), signer);
  return { number, previousHash, dataHash, hash: sha256(header), envelopes, signatures };
}

/** `common.OrdererBlockMetadata` with Raft's own: one consenter, one log entry a block. */
function ordererMetadata(number: number, lastConfig: number): Uint8Array {
  const raft = new FieldWriter()
    .bytes(1, Uint8Array.of(1))
    .number(2, 2)
    .number(3, number + 1)
    .finish();
  return new FieldWriter().message(1, new FieldWriter().number(1, lastConfig).finish()).bytes(2, raft).finish();
}

/** `common.Metadata`: value, and a signature over value, signature header and block header. */
function signHeader(header: Uint8Array, value: Uint8Array, signer: SigningIdentity | undefined): Uint8Array {
  const metadata = new FieldWriter().bytes(1, value);
  if (signer === undefined) return metadata.finish();
  const signatureHeader = new FieldWriter().bytes(1, signer.bytes).bytes(2, randomBytes(24)).finish();
  const signature = signer.sign(Buffer.concat([value, signatureHeader, header]));
  return metadata.message(2, new FieldWriter().bytes(1, signatureHeader).bytes(2, signature).finish()).finish();
}

const NOTHING: Uint8Array = new Uint8Array();

/** The five entries of a block's metadata: signatures, two that are no longer used, codes, commit hash. */
const metadataEntries = (block: OrderedBlock, verdict: BlockVerdict): readonly Uint8Array[] => [
  block.signatures,
  NOTHING,
  verdict.flags,
  NOTHING,
  verdict.commitHash === undefined ? NOTHING : new FieldWriter().bytes(1, verdict.commitHash).finish(),
];

/** Embedded messages one after the other, each with its prefix, and how long all of it is. */
function embedded(field: number, messages: readonly Uint8Array[]): { parts: Uint8Array[]; length: number } {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const message of messages) {
    const prefix = fieldPrefix(field, message.length);
    parts.push(prefix, message);
    length += prefix.length + message.length;
  }
  return { parts, length };
}

/** `common.Block`, serialised: put together in one go, envelopes being most of it. */
export function encodeBlock(block: OrderedBlock, verdict: BlockVerdict): Uint8Array {
  const header = new FieldWriter()
    .number(1, block.number)
    .bytes(2, block.previousHash)
    .bytes(3, block.dataHash)
    .finish();
  const data = embedded(1, block.envelopes);
  const metadata = embedded(1, metadataEntries(block, verdict));
  return Buffer.concat([
    ...[fieldPrefix(1, header.length), header],
    ...[fieldPrefix(2, data.length), ...data.parts],
    ...[fieldPrefix(3, metadata.length), ...metadata.parts],
  ]);
}

/** The same block as a message. */
export function blockMessage(block: OrderedBlock, verdict: BlockVerdict): common.Block {
  const header = new common.BlockHeader();
  header.setNumber(block.number);
  header.setPreviousHash(block.previousHash);
  header.setDataHash(block.dataHash);
  const data = new common.BlockData();
  data.setDataList([...block.envelopes]);
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([...metadataEntries(block, verdict)]);
  const message = new common.Block();
  message.setHeader(header);
  message.setData(data);
  message.setMetadata(metadata);
  return message;
}
