import { status } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import type { Endorsed } from '../../peer/answer';
import type { Endorser } from '../../peer/endorse';
import type { UnpackedProposal } from '../../peer/proposal';
import { CallError, type NodeComplaint } from '../status';
import { ask } from './ask';
import { complaintOf, judge } from './complaints';
import type { GatewayScope } from './gateway-request';
import { type Layout, layoutsFor } from './layouts';
import { endorsersByOrganisation } from './members';

/** The first endorsement of a proposal, whose interest decides who else must endorse. */
export interface FirstEndorsement {
  readonly endorser: Endorser;
  readonly answer: Endorsed;
  /** Layouts that hold the first endorser's organisation come first. */
  readonly layouts: readonly Layout[];
}

const noPlan = 'no combination of peers can be derived which satisfy the endorsement policy';

const interestIn = (chaincode: string): peer.ChaincodeInterest => {
  const call = new peer.ChaincodeCall();
  call.setName(chaincode);
  const interest = new peer.ChaincodeInterest();
  interest.addChaincodes(call);
  return interest;
};

const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, weight: Math.random() }))
    .sort((a, b) => a.weight - b.weight)
    .map(({ item }) => item);

const planned = (scope: GatewayScope, channel: string, interest: peer.ChaincodeInterest): Layout[] => {
  try {
    return layoutsFor(scope, channel, interest);
  } catch (error) {
    throw new CallError(status.FAILED_PRECONDITION, `${noPlan}: ${(error as Error).message}`);
  }
};

const isPlannable = (scope: GatewayScope, channel: string, interest: peer.ChaincodeInterest): boolean => {
  try {
    return layoutsFor(scope, channel, interest).length > 0;
  } catch {
    return false;
  }
};

/** Who is asked first: the gateway's own peer, else anybody who could be part of an endorsement. */
const firstCandidates = (scope: GatewayScope, proposal: UnpackedProposal): readonly Endorser[] => {
  const { channel, chaincode } = proposal;
  const able = endorsersByOrganisation(scope.consortium, channel, chaincode);
  const own = able.get(scope.mspId);
  if (own) return [own];
  if (proposal.transient.size > 0) {
    throw new CallError(
      status.FAILED_PRECONDITION,
      "no endorsers found in the gateway's organization; retry specifying endorsing organization(s) to protect transient data",
    );
  }
  const layouts = shuffled(planned(scope, channel, interestIn(chaincode)));
  return [...new Set(layouts.flat())].flatMap((mspId) => able.get(mspId) ?? []);
};

const endorseFirst = async (
  scope: GatewayScope,
  proposal: UnpackedProposal,
): Promise<Pick<FirstEndorsement, 'endorser' | 'answer'>> => {
  const complaints: NodeComplaint[] = [];
  for (const endorser of firstCandidates(scope, proposal)) {
    const answer = await ask(scope.consortium, endorser, proposal, 'endorse');
    if (answer.outcome === 'endorsed') return { endorser, answer };
    const verdict = judge(answer, endorser.peer.mspId === scope.mspId);
    complaints.push(complaintOf(endorser, verdict?.message ?? 'no endorsement'));
  }
  throw new CallError(status.ABORTED, 'failed to endorse transaction, see attached details for more info', complaints);
};

/** With transient data, only organisations that may see the collections written to are trusted with the proposal. */
const guarded = (interest: peer.ChaincodeInterest): { interest: peer.ChaincodeInterest; collections: string[] } => {
  const strict = interest.clone() as peer.ChaincodeInterest;
  const calls = strict.getChaincodesList().filter((call) => call.getNoPrivateReads());
  calls.forEach((call) => call.setNoPrivateReads(false));
  return { interest: strict, collections: calls.flatMap((call) => call.getCollectionNamesList()) };
};

const guardedLayouts = (scope: GatewayScope, channel: string, interest: peer.ChaincodeInterest): Layout[] => {
  const { interest: strict, collections } = guarded(interest);
  try {
    return planned(scope, channel, strict);
  } catch (error) {
    if (collections.length === 0 || !isPlannable(scope, channel, interest)) throw error;
    throw new CallError(
      status.FAILED_PRECONDITION,
      'requires endorsement from organisation(s) that are not in the distribution policy of the private data ' +
        `collection(s): [${collections.join(' ')}]; retry specifying trusted endorsing organizations to protect transient data`,
    );
  }
};

/** Endorses on one peer, and plans the rest by what the transaction turned out to touch. */
export const firstEndorsement = async (scope: GatewayScope, proposal: UnpackedProposal): Promise<FirstEndorsement> => {
  const { endorser, answer } = await endorseFirst(scope, proposal);
  const interest = answer.interest.getChaincodesList().length > 0 ? answer.interest : interestIn(proposal.chaincode);
  const layouts =
    proposal.transient.size > 0
      ? guardedLayouts(scope, proposal.channel, interest)
      : planned(scope, proposal.channel, interest);
  const { mspId } = endorser.peer;
  const isPreferred = (layout: Layout): boolean => layout.includes(mspId);
  const mixed = shuffled(layouts);
  return {
    endorser,
    answer,
    layouts: [...mixed.filter(isPreferred), ...mixed.filter((layout) => !isPreferred(layout))],
  };
};
