import { status } from '@grpc/grpc-js';
import type { peer } from '@hyperledger/fabric-protos';
import type { UnpackedProposal } from '../../peer/proposal';
import type { Consortium } from '../consortium';
import { CallError } from '../status';

/** The gateway of one organisation's peer. */
export interface GatewayScope {
  readonly consortium: Consortium;
  /** MSP id of the peer that this gateway belongs to. */
  readonly mspId: string;
}

/**
 * Reads the proposal of an evaluate or endorse request.
 * @param missing what to say where there is none
 * @param prefix put before what is wrong with it
 */
export const readProposal = (
  consortium: Consortium,
  signed: peer.SignedProposal | undefined,
  missing: string,
  prefix = '',
): UnpackedProposal => {
  if (!signed || signed.getProposalBytes_asU8().length === 0) {
    throw new CallError(status.INVALID_ARGUMENT, `${prefix}${missing}`);
  }
  try {
    return consortium.desk.unpack(signed);
  } catch (error) {
    throw new CallError(status.INVALID_ARGUMENT, `${prefix}${(error as Error).message}`);
  }
};
