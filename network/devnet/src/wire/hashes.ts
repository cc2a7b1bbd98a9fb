import { createHash } from 'node:crypto';
import { tag, writeDer, writeDerNumber } from './der';

/** SHA-256 of the parts one after the other. */
export const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The transaction id a client must have computed: hex SHA-256 of nonce and serialised creator. */
export const transactionId = (nonce: Uint8Array, creator: Uint8Array): string => sha256(nonce, creator).toString('hex');

/** What endorsers bind their response to: both headers as they came, and the proposal's payload without its transient map. */
export const proposalHash = (
  channelHeader: Uint8Array,
  signatureHeader: Uint8Array,
  payloadWithoutTransient: Uint8Array,
): Buffer => sha256(channelHeader, signatureHeader, payloadWithoutTransient);

/** The data hash of a block header: one hash over all envelopes, not a tree. */
export const blockDataHash = (envelopes: readonly Uint8Array[]): Buffer => sha256(...envelopes);

/** A block header as the orderer signs it and as the next block refers to it: DER SEQUENCE { number, previous, data }. */
export const blockHeaderDer = (number: number, previousHash: Uint8Array, dataHash: Uint8Array): Buffer =>
  writeDer(
    tag.sequence,
    writeDerNumber(number),
    writeDer(tag.octetString, previousHash),
    writeDer(tag.octetString, dataHash),
  );

/** The hash by which the next block names this one. */
export const blockHeaderHash = (number: number, previousHash: Uint8Array, dataHash: Uint8Array): Buffer =>
  sha256(blockHeaderDer(number, previousHash, dataHash));

/**
 * The running hash over what blocks did to the state; equal on honest peers, in block metadata [4].
 * @param flags one validation code a transaction
 * @param updates the block's state updates in their deterministic form
 * @param previous commit hash of the block before; empty after the genesis block
 */
export const commitHash = (flags: Uint8Array, updates: Uint8Array, previous: Uint8Array): Buffer =>
  sha256(unsignedVarint(flags.length), flags, updates, previous);

/** Protobuf's base-128 form of a whole number, least significant group first. */
export const unsignedVarint = (value: number): Buffer => {
  const octets: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    octets.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  octets.push(rest);
  return Buffer.from(octets);
};
