import { common, orderer } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger';
import { timestampOf } from '../../peer/proposal';
import type { SignedRequest } from '../signed-request';

/** A client's wish for blocks, as it stands in a signed envelope. */
export interface SeekRequest {
  readonly channel: string;
  readonly proof: SignedRequest;
  readonly seek: orderer.SeekInfo;
}

/** Which blocks: numbers, both inclusive. */
export interface BlockRange {
  readonly start: number;
  readonly stop: number;
}

const timeWindow = 15 * 60 * 1000;

/** Reads the envelope of a deliver request; undefined where it is malformed or too old. */
export const readSeekRequest = (bytes: Uint8Array, now: Date): SeekRequest | undefined => {
  try {
    const envelope = common.Envelope.deserializeBinary(bytes);
    const data = envelope.getPayload_asU8();
    const payload = common.Payload.deserializeBinary(data);
    const header = payload.getHeader()!;
    const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
    if (Math.abs(timestampOf(channelHeader) - now.getTime()) > timeWindow) return undefined;
    const identity = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()).getCreator_asU8();
    return {
      channel: channelHeader.getChannelId(),
      proof: { data, identity, signature: envelope.getSignature_asU8() },
      seek: orderer.SeekInfo.deserializeBinary(payload.getData_asU8()),
    };
  } catch {
    return undefined;
  }
};

const startOf = (position: orderer.SeekPosition, height: number): number => {
  const { OLDEST, NEWEST, SPECIFIED } = orderer.SeekPosition.TypeCase;
  switch (position.getTypeCase()) {
    case OLDEST:
      return 0;
    case NEWEST:
      return height - 1;
    case SPECIFIED:
      return position.getSpecified()?.getNumber() ?? 0;
    default:
      return height;
  }
};

/** The blocks that a seek asks for; undefined where it makes no sense. */
export const rangeOf = (seek: orderer.SeekInfo, ledger: ChannelLedger): BlockRange | undefined => {
  const from = seek.getStart();
  const to = seek.getStop();
  if (!from || !to) return undefined;
  const height = ledger.height();
  const start = startOf(from, height);
  const { OLDEST, NEWEST, SPECIFIED } = orderer.SeekPosition.TypeCase;
  switch (to.getTypeCase()) {
    case OLDEST:
      return { start, stop: start };
    case NEWEST:
      return { start, stop: from.getTypeCase() === NEWEST ? start : height - 1 };
    case SPECIFIED: {
      // The largest number of 64 bits means "for ever": exactness does not matter there.
      const stop = to.getSpecified()?.getNumber() ?? 0;
      return stop < start ? undefined : { start, stop };
    }
    default:
      return { start, stop: 0 };
  }
};
