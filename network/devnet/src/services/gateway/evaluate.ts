import { status } from '@grpc/grpc-js';
import { gateway, peer } from '@hyperledger/fabric-protos';
import type { Endorser } from '../../peer/endorse';
import type { UnpackedProposal } from '../../peer/proposal';
import { CallError, type NodeComplaint } from '../status';
import { ask } from './ask';
import { complaintOf, judge } from './complaints';
import { type GatewayScope, readProposal } from './gateway-request';
import { endorsersByOrganisation } from './members';

/** Peers to evaluate on, best first: the gateway's own, then those of the other organisations wanted, the highest first. */
const candidates = (
  { consortium, mspId }: GatewayScope,
  { channel, chaincode }: UnpackedProposal,
  wanted: readonly string[],
): readonly Endorser[] => {
  const able = endorsersByOrganisation(consortium, channel, chaincode);
  const organisations = wanted.length > 0 ? wanted : [...able.keys()];
  const found = organisations.flatMap((organisation) => able.get(organisation) ?? []);
  const rank = ({ peer: { mspId: owner, ledger } }: Endorser): number =>
    owner === mspId ? Number.POSITIVE_INFINITY : (ledger(channel)?.height() ?? 0);
  return found
    .map((endorser) => ({ endorser, rank: rank(endorser) }))
    .sort((a, b) => (a.rank === b.rank ? 0 : b.rank - a.rank))
    .map(({ endorser }) => endorser);
};

const requireCandidates = (
  scope: GatewayScope,
  proposal: UnpackedProposal,
  named: readonly string[],
): readonly Endorser[] => {
  // Transient data must not leave the organisation unless the client says so.
  const isProtected = proposal.transient.size > 0 && named.length === 0;
  const found = candidates(scope, proposal, isProtected ? [scope.mspId] : named);
  if (found.length > 0) return found;
  const reason = `no peers available to evaluate chaincode ${proposal.chaincode} in channel ${proposal.channel}`;
  throw new CallError(
    status.FAILED_PRECONDITION,
    isProtected
      ? `no endorsers found in the gateway's organization; retry specifying target organization(s) to protect transient data: ${reason}`
      : reason,
  );
};

const evaluateOn = async (
  { consortium, mspId }: GatewayScope,
  endorsers: readonly Endorser[],
  proposal: UnpackedProposal,
): Promise<peer.Response> => {
  const complaints: NodeComplaint[] = [];
  let code = status.UNAVAILABLE;
  for (const endorser of endorsers) {
    const answer = await ask(consortium, endorser, proposal, 'evaluate');
    if (answer.outcome === 'endorsed' || answer.outcome === 'answered') return answer.response;
    const verdict = judge(answer, endorser.peer.mspId === mspId)!;
    complaints.push(complaintOf(endorser, verdict.message));
    code = verdict.code;
    if (!verdict.isWorthRetrying) {
      throw new CallError(code, `evaluate call to endorser returned error: ${verdict.message}`, complaints);
    }
  }
  throw new CallError(code, 'failed to evaluate transaction, see attached details for more info', complaints);
};

/** `gateway.Gateway/Evaluate`: runs a proposal on one peer and answers with its result; nothing is ordered. */
export const evaluate = async (scope: GatewayScope, bytes: Uint8Array): Promise<Uint8Array> => {
  const request = gateway.EvaluateRequest.deserializeBinary(bytes);
  const proposal = readProposal(
    scope.consortium,
    request.getProposedTransaction(),
    'a signed proposal is required',
    'failed to unpack transaction proposal: ',
  );
  const { channel } = proposal;
  if (channel === '') {
    throw new CallError(status.INVALID_ARGUMENT, 'failed to unpack transaction proposal: no channel id provided');
  }
  if (!scope.consortium.channel(channel)) {
    throw new CallError(
      status.UNAVAILABLE,
      `failed to get config for channel [${channel}]: could not get last config for channel ${channel}`,
    );
  }
  const endorsers = requireCandidates(scope, proposal, request.getTargetOrganizationsList());
  const result = await evaluateOn(scope, endorsers, proposal);
  const response = new gateway.EvaluateResponse();
  response.setResult(result);
  return response.serializeBinary();
};
