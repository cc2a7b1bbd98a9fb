import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import type { Endorsed } from '../../peer/answer';
import type { UnpackedProposal } from '../../peer/proposal';
import { CallError } from '../status';
import { collectEndorsements, type EndorsementCollection } from './collection-of-endorsements';
import { firstEndorsement } from './first-endorsement';
import { type GatewayScope, readProposal } from './gateway-request';
import { endorsersByOrganisation } from './members';
import { prepareTransaction } from './prepare-transaction';

/** The client says who endorses, and answers for it that this satisfies the policies. */
const byNamed = (
  scope: GatewayScope,
  proposal: UnpackedProposal,
  organisations: readonly string[],
  collection: EndorsementCollection,
) => {
  const able = endorsersByOrganisation(scope.consortium, proposal.channel, proposal.chaincode);
  const missing = organisations.filter((mspId) => !able.has(mspId));
  if (missing.length > 0) {
    throw new CallError(status.UNAVAILABLE, `failed to find any endorsing peers for org(s): ${missing.join(', ')}`);
  }
  return collection.complete([[...new Set(organisations)]], able);
};

/** The gateway finds out who must endorse, from what the transaction does. */
const byInterest = async (scope: GatewayScope, proposal: UnpackedProposal, collection: EndorsementCollection) => {
  const first = await firstEndorsement(scope, proposal);
  collection.add(first.endorser, first.answer);
  const able = endorsersByOrganisation(scope.consortium, proposal.channel, proposal.chaincode);
  return collection.complete(first.layouts, able);
};

const endorsementsOf = async (
  scope: GatewayScope,
  proposal: UnpackedProposal,
  organisations: readonly string[],
): Promise<readonly Endorsed[]> => {
  const collection = collectEndorsements(scope, proposal);
  const answers =
    organisations.length > 0
      ? await byNamed(scope, proposal, organisations, collection)
      : await byInterest(scope, proposal, collection);
  if (answers) return answers;
  throw new CallError(
    status.ABORTED,
    'failed to collect enough transaction endorsements, see attached details for more info',
    collection.complaints,
  );
};

/** `gateway.Gateway/Endorse`: collects endorsements that agree and satisfy the policies, answers with the transaction to sign. */
export const endorse = async (scope: GatewayScope, bytes: Uint8Array): Promise<Uint8Array> => {
  const request = gateway.EndorseRequest.deserializeBinary(bytes);
  const proposal = readProposal(
    scope.consortium,
    request.getProposedTransaction(),
    'the proposed transaction must contain a signed proposal',
  );
  const answers = await endorsementsOf(scope, proposal, request.getEndorsingOrganizationsList());
  const response = new gateway.EndorseResponse();
  response.setPreparedTransaction(prepareTransaction(proposal, answers));
  return response.serializeBinary();
};
