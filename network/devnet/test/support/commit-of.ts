import { createHash } from 'node:crypto';
import { gateway, msp } from '@hyperledger/fabric-protos';
import type { Member } from './member';

/** A question for the outcome of any transaction, signed. */
export const commitOf = async (
  { identity, signer }: Member,
  channel: string,
  transactionId: string,
): Promise<Uint8Array> => {
  const creator = new msp.SerializedIdentity();
  creator.setMspid(identity.mspId);
  creator.setIdBytes(identity.credentials);
  const request = new gateway.CommitStatusRequest();
  request.setChannelId(channel);
  request.setTransactionId(transactionId);
  request.setIdentity(creator.serializeBinary());
  const signed = new gateway.SignedCommitStatusRequest();
  signed.setRequest(request.serializeBinary());
  signed.setSignature(await signer(createHash('sha256').update(request.serializeBinary()).digest()));
  return signed.serializeBinary();
};
