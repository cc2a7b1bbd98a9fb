import { status } from '@grpc/grpc-js';
import type { ChannelLedger } from '../../ledger/channel-ledger';
import { authorise } from '../signed-request';
import { CallError } from '../status';
import type { GatewayScope } from './gateway-request';

/** A request that its caller signed, as `SignedCommitStatusRequest` and `SignedChaincodeEventsRequest` carry it. */
interface SignedCall {
  getRequest_asU8(): Uint8Array;
  getSignature_asU8(): Uint8Array;
}

interface ChannelRequest {
  getChannelId(): string;
  getIdentity_asU8(): Uint8Array;
}

/**
 * The ledger that a signed request asks about, once its caller may use `resource` there.
 * @throws CallError PERMISSION_DENIED, for an unknown channel too
 */
export const authorisedLedger = (
  resource: 'gateway/CommitStatus' | 'gateway/ChaincodeEvents',
  { consortium, mspId }: GatewayScope,
  signed: SignedCall,
  request: ChannelRequest,
): ChannelLedger => {
  const channel = request.getChannelId();
  const ledger = consortium.peerLedger(mspId, channel);
  const proof = {
    data: signed.getRequest_asU8(),
    identity: request.getIdentity_asU8(),
    signature: signed.getSignature_asU8(),
  };
  try {
    authorise(resource, { channel, config: ledger?.config, mspId }, proof, consortium.now());
  } catch (error) {
    throw new CallError(status.PERMISSION_DENIED, (error as Error).message);
  }
  return ledger!;
};
