import type { EndorserAnswer } from '../../peer/answer';
import type { Endorser, Purpose } from '../../peer/endorse';
import type { UnpackedProposal } from '../../peer/proposal';
import type { Consortium } from '../consortium';

/** Sends a proposal to one peer. The signature is verified once, however many are asked. */
export const ask = async (
  consortium: Consortium,
  endorser: Endorser,
  proposal: UnpackedProposal,
  purpose: Purpose,
): Promise<EndorserAnswer> => {
  const checked = consortium.desk.check(proposal, endorser.peer.mspId);
  return checked.answer ?? endorser.process(checked.proposal, purpose);
};
