import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger';
import type { UnaryContext } from '../raw-service';
import { authorise } from '../signed-request';
import { CallError } from '../status';
import type { CommitWatch } from './commit-watch';
import type { GatewayScope } from './gateway-request';

const invalid = (message: string): never => {
  throw new CallError(status.INVALID_ARGUMENT, message);
};

const readRequest = (bytes: Uint8Array): gateway.CommitStatusRequest => {
  if (bytes.length === 0) invalid('a commit status request is required');
  const request = gateway.CommitStatusRequest.deserializeBinary(bytes);
  if (request.getIdentity_asU8().length === 0) invalid('no identity provided');
  if (request.getChannelId() === '') invalid('no channel ID provided');
  if (request.getTransactionId() === '') invalid('transaction ID should not be empty');
  return request;
};

const answer = (code: number, block: number): Uint8Array => {
  const response = new gateway.CommitStatusResponse();
  response.setResult(code as ReturnType<typeof response.getResult>);
  response.setBlockNumber(block);
  return response.serializeBinary();
};

const ledgerFor = (
  { consortium, mspId }: GatewayScope,
  signed: gateway.SignedCommitStatusRequest,
  request: gateway.CommitStatusRequest,
): ChannelLedger => {
  const channel = request.getChannelId();
  const ledger = consortium.channel(channel)?.ledger;
  const proof = {
    data: signed.getRequest_asU8(),
    identity: request.getIdentity_asU8(),
    signature: signed.getSignature_asU8(),
  };
  try {
    authorise('gateway/CommitStatus', { channel, config: ledger?.config, mspId }, proof, consortium.now());
  } catch (error) {
    throw new CallError(status.PERMISSION_DENIED, (error as Error).message);
  }
  return ledger!;
};

/** `gateway.Gateway/CommitStatus`: what became of a transaction; waits for it until the client goes away. */
export const commitStatus = async (
  scope: GatewayScope,
  watch: CommitWatch,
  bytes: Uint8Array,
  context: UnaryContext,
): Promise<Uint8Array> => {
  const signed = gateway.SignedCommitStatusRequest.deserializeBinary(bytes);
  const request = readRequest(signed.getRequest_asU8());
  const ledger = ledgerFor(scope, signed, request);
  const id = request.getTransactionId();
  const known = ledger.transaction(id);
  if (known) return answer(known.code, known.block);
  const { code, block } = await watch.next(ledger, id, context);
  return answer(code, block);
};
