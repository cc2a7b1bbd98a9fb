import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import type { Endpoint } from '../fabric/endpoint';
import { PeerClient } from '../fabric/peer-client';
import type { FabricSigner } from '../fabric/signer';
import { element, octets, sequence } from '../identity/der';
import type { LedgerMark } from './manifest';

const WITHIN_MILLISECONDS = 15_000;

/** Asks one peer's `qscc`. */
const ask = async (
  peer: Endpoint,
  signer: FabricSigner,
  call: { readonly channel: string; readonly arguments: readonly string[] },
  withinMilliseconds = WITHIN_MILLISECONDS,
): Promise<Uint8Array> => {
  const client = new PeerClient(peer, signer, withinMilliseconds);
  try {
    return await client.call({ ...call, chaincode: 'qscc' });
  } finally {
    client.close();
  }
};

/** Where a peer's ledger stands. */
export const markOf = async (
  peer: Endpoint,
  signer: FabricSigner,
  channel: string,
  withinMilliseconds?: number,
): Promise<LedgerMark> => {
  const call = { channel, arguments: ['GetChainInfo', channel] };
  const info = common.BlockchainInfo.deserializeBinary(await ask(peer, signer, call, withinMilliseconds));
  const blockHash = Buffer.from(info.getCurrentblockhash_asU8()).toString('hex');
  return { height: info.getHeight(), blockHash };
};

/** DER of a whole number, not below zero. */
const integer = (value: number): Buffer => {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex');
  return element(0x02, bytes[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
};

/** A block's hash, computed from its header, as the next block names it. */
export const blockHashAt = async (
  peer: Endpoint,
  signer: FabricSigner,
  channel: string,
  number: number,
): Promise<string> => {
  const answer = await ask(peer, signer, { channel, arguments: ['GetBlockByNumber', channel, String(number)] });
  const header = common.Block.deserializeBinary(answer).getHeader()!;
  const encoded = sequence(
    integer(header.getNumber()),
    octets(header.getPreviousHash_asU8()),
    octets(header.getDataHash_asU8()),
  );
  return createHash('sha256').update(encoded).digest('hex');
};
