import { common } from '@hyperledger/fabric-protos';
import type { Endpoint } from '../fabric/endpoint';
import { createHeader, signatureHeader } from '../fabric/headers';
import { broadcast } from '../fabric/orderer-client';
import { PeerClient } from '../fabric/peer-client';
import type { FabricSigner } from '../fabric/signer';
import { OperatorError } from '../operator-error';

/** A channel's configuration as one member's peer has it. */
export const readChannelConfig = async (
  peer: Endpoint,
  signer: FabricSigner,
  channel: string,
): Promise<common.Config> => {
  const client = new PeerClient(peer, signer);
  try {
    const answer = await client.call({ channel: '', chaincode: 'cscc', arguments: ['GetChannelConfig', channel] });
    return common.Config.deserializeBinary(answer);
  } finally {
    client.close();
  }
};

const signatureOf = async (signer: FabricSigner, update: Uint8Array): Promise<common.ConfigSignature> => {
  const header = signatureHeader(signer).serializeBinary();
  const signature = new common.ConfigSignature();
  signature.setSignatureHeader(header);
  signature.setSignature(await signer.sign(Buffer.concat([header, update])));
  return signature;
};

/** The change, signed by all who must, as orderers take it. */
const envelopeOf = async (
  signer: FabricSigner,
  update: common.ConfigUpdate,
  others: readonly FabricSigner[],
): Promise<common.Envelope> => {
  const change = update.serializeBinary();
  const signed = new common.ConfigUpdateEnvelope();
  signed.setConfigUpdate(change);
  for (const each of [signer, ...others]) signed.addSignatures(await signatureOf(each, change));
  const header = createHeader(signer, { type: common.HeaderType.CONFIG_UPDATE, channel: update.getChannelId() });
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(signed.serializeBinary());
  const bytes = payload.serializeBinary();
  const envelope = new common.Envelope();
  envelope.setPayload(bytes);
  envelope.setSignature(await signer.sign(bytes));
  return envelope;
};

/** A change of a channel's configuration on its way. */
export interface ConfigChange {
  readonly channel: string;
  /** The configuration that it changes, and the change. */
  readonly from: common.Config;
  readonly update: common.ConfigUpdate;
  /** Who submits it; others who must sign it as well. */
  readonly signer: FabricSigner;
  readonly others?: readonly FabricSigner[];
  /** To which it is handed, the first one first. */
  readonly orderers: readonly Endpoint[];
  /** Which is to have it in the end. */
  readonly peer: Endpoint;
}

const IN_FORCE_WITHIN_MILLISECONDS = 60_000;
/** So long an orderer that took a change has for it, before another one is asked as well. */
const PATIENCE_MILLISECONDS = 5_000;

/** Waits until the peer has a newer configuration; undefined when it has none in time. */
const newerSequence = async (
  { peer, signer, channel, from }: ConfigChange,
  withinMilliseconds: number,
): Promise<number | undefined> => {
  const deadline = Date.now() + withinMilliseconds;
  do {
    const sequence = (await readChannelConfig(peer, signer, channel)).getSequence();
    if (sequence > from.getSequence()) return sequence;
    await new Promise((done) => setTimeout(done, 50));
  } while (Date.now() < deadline);
  return undefined;
};

/**
 * Brings a change of a channel's configuration into force; returns the new sequence. An orderer that takes it may be the one that
 * is out of step: when nothing comes of it, the next one is asked, and a change that comes twice is refused the second time.
 * @throws OrdererError where none takes it, OperatorError where it is not in force in time
 */
export const bringIntoForce = async (change: ConfigChange): Promise<number> => {
  const envelope = await envelopeOf(change.signer, change.update, change.others ?? []);
  const deadline = Date.now() + IN_FORCE_WITHIN_MILLISECONDS;
  for (let left = change.orderers; left.length > 0 && Date.now() < deadline;) {
    const taker = await broadcast(left, envelope).catch((error: Error) => {
      // None of the last ones takes it: it counts only if no other one did either.
      if (left.length === change.orderers.length) throw error;
      return undefined;
    });
    left = taker ? left.slice(left.indexOf(taker) + 1) : [];
    const isLast = left.length === 0;
    const sequence = await newerSequence(change, isLast ? deadline - Date.now() : PATIENCE_MILLISECONDS);
    if (sequence !== undefined) return sequence;
  }
  throw new OperatorError(
    'not-in-force',
    "the orderers took the change of the channel's configuration, but the peer has no block with it yet",
    'See `rxnet status`; when the peers go on, repeat the command.',
  );
};
