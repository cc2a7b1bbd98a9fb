import { common, peer } from '@hyperledger/fabric-protos';
import type { Endorsed } from '../../peer/answer';
import type { UnpackedProposal } from '../../peer/proposal';

/** `common.Envelope` of an endorsed transaction, ready for the client's signature. Transient data is not in it. */
export const prepareTransaction = (proposal: UnpackedProposal, answers: readonly Endorsed[]): common.Envelope => {
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(answers[0]!.payload);
  endorsed.setEndorsementsList(answers.map(({ endorsement }) => endorsement));
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(proposal.publicPayloadBytes);
  actionPayload.setAction(endorsed);

  const action = new peer.TransactionAction();
  action.setHeader(proposal.signatureHeaderBytes);
  action.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.addActions(action);

  const payload = new common.Payload();
  payload.setHeader(common.Header.deserializeBinary(proposal.headerBytes));
  payload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope;
};
