import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import type { UnaryContext } from '../raw-service';
import { CallError } from '../status';
import type { CommitWatch } from './commit-watch';
import type { GatewayScope } from './gateway-request';
import { authorisedLedger } from './signed-call';

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

/** `gateway.Gateway/CommitStatus`: what became of a transaction; waits for it until the client goes away. */
export const commitStatus = async (
  scope: GatewayScope,
  watch: CommitWatch,
  bytes: Uint8Array,
  context: UnaryContext,
): Promise<Uint8Array> => {
  const signed = gateway.SignedCommitStatusRequest.deserializeBinary(bytes);
  const request = readRequest(signed.getRequest_asU8());
  const ledger = authorisedLedger('gateway/CommitStatus', scope, signed, request);
  const id = request.getTransactionId();
  const known = ledger.transaction(id);
  if (known) return answer(known.code, known.block);
  const { code, block } = await watch.next(ledger, id, context);
  return answer(code, block);
};
