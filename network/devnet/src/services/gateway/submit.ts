import { status } from '@grpc/grpc-js';
import { common, gateway } from '@hyperledger/fabric-protos';
import type { OrderingNode } from '../consortium';
import { order, quorumOf } from '../order';
import { CallError, type NodeComplaint } from '../status';
import type { GatewayScope } from './gateway-request';

const success = common.Status.SUCCESS;

const statusName = (code: number): string =>
  Object.entries(common.Status).find(([, value]) => value === code)?.[0] ?? String(code);

const complaint = ({ endpoint, mspId }: OrderingNode, message: string): NodeComplaint => ({
  address: endpoint,
  mspId,
  message,
});

const refused = (complaints: readonly NodeComplaint[]): CallError =>
  new CallError(
    status.UNAVAILABLE,
    'insufficient number of orderers could successfully process transaction to satisfy quorum requirement',
    complaints,
  );

const envelopeOf = (request: gateway.SubmitRequest): Uint8Array => {
  const transaction = request.getPreparedTransaction();
  if (!transaction) throw new CallError(status.INVALID_ARGUMENT, 'a prepared transaction is required');
  if (transaction.getSignature_asU8().length === 0) {
    throw new CallError(status.INVALID_ARGUMENT, 'prepared transaction must be signed');
  }
  return transaction.serializeBinary();
};

/** `gateway.Gateway/Submit`: has the transaction ordered. Answers when its block is on disk, or taken where blocks come late. */
export const submit = async ({ consortium, mspId }: GatewayScope, bytes: Uint8Array): Promise<Uint8Array> => {
  const request = gateway.SubmitRequest.deserializeBinary(bytes);
  const envelope = envelopeOf(request);
  const channel = consortium.channel(request.getChannelId());
  if (!channel) {
    const name = request.getChannelId();
    throw new CallError(
      status.FAILED_PRECONDITION,
      `failed to get config for channel [${name}]: could not get last config for channel ${name}`,
    );
  }
  const { orderers } = consortium;
  const quorum = quorumOf(orderers.length);
  const present = orderers.filter((orderer) => orderer.isUp());
  const absent = orderers
    .filter((orderer) => !orderer.isUp())
    .map((orderer) =>
      complaint(
        orderer,
        `rpc error: code = Unavailable desc = connection error: desc = "transport: error while dialing: dial tcp ${orderer.endpoint}: connect: connection refused"`,
      ),
    );
  if (present.length < quorum) throw refused(absent);

  const answer = await order(consortium, channel, envelope, mspId);
  if (answer.status === success) return new gateway.SubmitResponse().serializeBinary();
  const message = `received unsuccessful response from orderer: status=${statusName(answer.status)}, info=${answer.info}`;
  // A gateway stops listening as soon as a quorum is out of reach.
  const heard = Math.max(0, orderers.length - quorum + 1 - absent.length);
  throw refused([...absent, ...present.slice(0, heard).map((orderer) => complaint(orderer, message))]);
};
