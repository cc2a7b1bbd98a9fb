import type { Endorsed } from '../../peer/answer';
import type { Endorser } from '../../peer/endorse';
import type { UnpackedProposal } from '../../peer/proposal';
import type { NodeComplaint } from '../status';
import { ask } from './ask';
import { complaintOf, judge } from './complaints';
import type { GatewayScope } from './gateway-request';
import type { Layout } from './layouts';

const mismatch = 'ProposalResponsePayloads do not match';

/** Endorsements of one proposal as they come in, and what went wrong with the others. */
export interface EndorsementCollection {
  readonly complaints: readonly NodeComplaint[];
  /** Counts an endorsement in; false where it does not agree with those that came before. */
  add(endorser: Endorser, answer: Endorsed): boolean;
  /** Asks whoever is missing from the layouts, one layout after the other. @returns the first that is complete */
  complete(layouts: readonly Layout[], able: ReadonlyMap<string, Endorser>): Promise<readonly Endorsed[] | undefined>;
}

/** Starts collecting endorsements of a proposal. */
export const collectEndorsements = (scope: GatewayScope, proposal: UnpackedProposal): EndorsementCollection => {
  const complaints: NodeComplaint[] = [];
  /** In the order in which they came. */
  const collected = new Map<string, Endorsed>();
  const failed = new Set<string>();
  let agreed: Uint8Array | undefined;

  const add = (endorser: Endorser, answer: Endorsed): boolean => {
    agreed ??= answer.payload;
    if (Buffer.compare(agreed, answer.payload) !== 0) {
      complaints.push(complaintOf(endorser, mismatch));
      return false;
    }
    collected.set(endorser.peer.mspId, answer);
    return true;
  };

  const request = async (endorser: Endorser): Promise<void> => {
    const { mspId } = endorser.peer;
    const answer = await ask(scope.consortium, endorser, proposal, 'endorse');
    if (answer.outcome === 'endorsed') {
      if (!add(endorser, answer)) failed.add(mspId);
      return;
    }
    failed.add(mspId);
    const verdict = judge(answer, mspId === scope.mspId);
    complaints.push(complaintOf(endorser, verdict?.message ?? 'no endorsement'));
  };

  const complete: EndorsementCollection['complete'] = async (layouts, able) => {
    for (const layout of layouts) {
      if (layout.some((mspId) => failed.has(mspId))) continue;
      const missing = layout.filter((mspId) => !collected.has(mspId));
      await Promise.all(missing.map((mspId) => request(able.get(mspId)!)));
      if (layout.every((mspId) => collected.has(mspId))) {
        return [...collected].filter(([mspId]) => layout.includes(mspId)).map(([, answer]) => answer);
      }
    }
    return undefined;
  };

  return { complaints, add, complete };
};
