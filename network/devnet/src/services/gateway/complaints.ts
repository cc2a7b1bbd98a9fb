import { status } from '@grpc/grpc-js';
import type { EndorserAnswer } from '../../peer/answer';
import type { Endorser } from '../../peer/endorse';
import type { NodeComplaint } from '../status';

/** An answer that is not an endorsement, as the gateway judges it. */
export interface Verdict {
  readonly code: status;
  readonly message: string;
  /** Whether another peer might do better. */
  readonly isWorthRetrying: boolean;
}

/**
 * What a failed answer means to a client. A refusal by another peer than the gateway's own reaches it as a gRPC error, and is
 * worded so.
 */
export const judge = (answer: EndorserAnswer, isOwnPeer: boolean): Verdict | undefined => {
  switch (answer.outcome) {
    case 'endorsed':
    case 'answered':
      return undefined;
    case 'chaincode-error':
      return {
        code: status.UNKNOWN,
        message: `chaincode response ${answer.response.getStatus()}, ${answer.response.getMessage()}`,
        isWorthRetrying: false,
      };
    case 'failed':
      return { code: status.ABORTED, message: answer.message, isWorthRetrying: true };
    case 'refused':
      return isOwnPeer
        ? { code: status.FAILED_PRECONDITION, message: answer.message, isWorthRetrying: false }
        : unreachable(`rpc error: code = Unknown desc = ${answer.message}`);
    case 'unavailable':
      return unreachable(isOwnPeer ? answer.message : `rpc error: code = Unavailable desc = ${answer.message}`);
  }
};

const unreachable = (message: string): Verdict => ({ code: status.UNAVAILABLE, message, isWorthRetrying: true });

/** A complaint in the name of a peer. */
export const complaintOf = ({ peer }: Endorser, message: string): NodeComplaint => ({
  address: peer.endpoint,
  mspId: peer.mspId,
  message,
});
