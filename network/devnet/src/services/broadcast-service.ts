import type { ServerDuplexStream } from '@grpc/grpc-js';
import { common, orderer } from '@hyperledger/fabric-protos';
import type { BroadcastAnswer } from '../orderer/ordering-service';
import type { Consortium } from './consortium';
import { order, quorumOf } from './order';
import type { Bytes } from './raw-service';

const { SUCCESS, BAD_REQUEST, SERVICE_UNAVAILABLE } = common.Status;

const channelOf = (envelope: Uint8Array): string => {
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
  const header = payload.getHeader();
  if (!header) throw new Error('header not set');
  return common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()).getChannelId();
};

const take = async (consortium: Consortium, mspId: string, envelope: Uint8Array): Promise<BroadcastAnswer> => {
  let name: string;
  try {
    name = channelOf(envelope);
  } catch {
    return { status: BAD_REQUEST, info: 'could not determine channel ID: envelope cannot be read' };
  }
  const channel = consortium.channel(name);
  if (!channel) return { status: BAD_REQUEST, info: 'channel does not exist' };
  const { orderers } = consortium;
  if (orderers.filter((orderer) => orderer.isUp()).length < quorumOf(orderers.length)) {
    return { status: SERVICE_UNAVAILABLE, info: 'failed to submit request: no quorum of orderers' };
  }
  return order(consortium, channel, envelope, mspId);
};

const message = ({ status, info }: BroadcastAnswer): Bytes => {
  const response = new orderer.BroadcastResponse();
  response.setStatus(status as ReturnType<typeof response.getStatus>);
  response.setInfo(info);
  return response.serializeBinary() as Bytes;
};

/** `orderer.AtomicBroadcast/Broadcast` of one orderer: answers each envelope in its turn; the stream ends at the first that is refused. */
export const broadcast =
  (consortium: Consortium, mspId: string) =>
  (stream: ServerDuplexStream<Bytes, Bytes>): void => {
    let turn: Promise<boolean> = Promise.resolve(true);
    const answer = async (envelope: Bytes): Promise<boolean> => {
      const result = await take(consortium, mspId, envelope);
      stream.write(message(result));
      if (result.status === SUCCESS) return true;
      stream.end();
      return false;
    };
    stream.on('data', (envelope: Bytes) => {
      const before = turn;
      const ordered = answerAfter(before, () => answer(envelope));
      turn = ordered;
    });
    stream.on('end', () => void turn.then((isOpen) => isOpen && stream.end()));
    stream.on('error', () => stream.end());
  };

const answerAfter = async (before: Promise<boolean>, answer: () => Promise<boolean>): Promise<boolean> =>
  (await before) ? answer() : false;
