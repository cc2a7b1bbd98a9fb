import { peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../config/channel-config';
import { altered } from '../faults/altered-result';
import type { EndorsementFailure, FaultPlan } from '../faults/fault-plan';
import type { Call } from '../faults/planned';
import type { TraceRecorder } from '../trace/recorder';
import type { ChannelLedger } from '../ledger/channel-ledger';
import { AccessError, checkAccess } from './acl';
import type { EndorserAnswer } from './answer';
import type { OrganisationPeer } from './organisation-peer';
import { type CheckedProposal, functionOf, ProposalError } from './proposal';
import type { SimulationResult } from './simulation';
import { failure, type SystemServices } from './system/system-services';

/** Whether the answer is to be signed and its private writes handed on, or only looked at. */
export type Purpose = 'endorse' | 'evaluate';

/** One peer's endorser: takes checked proposals, answers with endorsements. */
export interface Endorser {
  readonly peer: OrganisationPeer;
  /** `proposal` has been checked by `createProposalDesk`: signature, creator, form. Never rejects. */
  process(proposal: CheckedProposal, purpose?: Purpose): Promise<EndorserAnswer>;
}

export interface EndorserParts {
  readonly peer: OrganisationPeer;
  /** A configuration that knows the organisation's own MSP, for calls outside any channel. */
  readonly localConfig: () => ChannelConfig;
  readonly system: SystemServices;
  /** Remembers answers, for traces. */
  readonly recorder: Pick<TraceRecorder, 'answered'>;
  readonly faults: Pick<FaultPlan, 'endorsements' | 'alterations'>;
  /** Gives the clear private writes of an endorsed transaction to the peers entitled to them. */
  readonly distribute: (channel: string, transactionId: string, privateSet: Uint8Array) => void;
}

const streamLost = /chaincode stream terminated$/;

const failed = (message: string): EndorserAnswer => ({
  outcome: 'failed',
  message,
  isStreamLost: streamLost.test(message),
});

const refuseReplay = (proposal: CheckedProposal, ledger: ChannelLedger): void => {
  if (!ledger.transaction(proposal.transactionId)) return;
  const creator = Buffer.from(proposal.creatorBytes).toString('hex');
  throw new ProposalError(`duplicate transaction found [${proposal.transactionId}]. Creator [${creator}]`);
};

/** The version that stands in an endorsement: the definition's, or `syscc` for what belongs to the peer. */
const chaincodeId = (name: string, version: string): peer.ChaincodeID => {
  const id = new peer.ChaincodeID();
  id.setName(name);
  id.setVersion(version);
  return id;
};

/** `peer.ProposalResponsePayload`, serialised: the part of an answer that all endorsers must agree on. */
export const responsePayload = (
  hash: Uint8Array,
  result: Pick<SimulationResult, 'response' | 'event' | 'publicSet'>,
  id: peer.ChaincodeID,
): Uint8Array => {
  const action = new peer.ChaincodeAction();
  action.setResponse(result.response);
  action.setResults(result.publicSet);
  if (result.event) action.setEvents(result.event.serializeBinary());
  action.setChaincodeId(id);
  const payload = new peer.ProposalResponsePayload();
  payload.setProposalHash(hash);
  payload.setExtension$(action.serializeBinary());
  return payload.serializeBinary();
};

/** Signs a response payload the way Fabric's default endorsement plug-in does: over payload and own identity. */
const sign = (organisationPeer: OrganisationPeer, payload: Uint8Array): peer.Endorsement => {
  const { identity } = organisationPeer;
  const endorsement = new peer.Endorsement();
  endorsement.setEndorser(identity.bytes);
  endorsement.setSignature(identity.sign(Buffer.concat([payload, identity.bytes])));
  return endorsement;
};

/** Makes the endorser of one peer. */
export const createEndorser = (parts: EndorserParts): Endorser => {
  const { peer: own, system } = parts;

  const preProcess = (proposal: CheckedProposal, ledger: ChannelLedger): void => {
    refuseReplay(proposal, ledger);
    if (system.has(proposal.chaincode)) return;
    checkAccess(
      'peer/Propose',
      { channel: proposal.channel, config: ledger.config, mspId: own.mspId },
      proposal.creator,
    );
  };

  const versionOf = (proposal: CheckedProposal, ledger: ChannelLedger): string => {
    if (system.has(proposal.chaincode)) return 'syscc';
    const { chaincode, channel } = proposal;
    const definition = ledger.definition(chaincode);
    if (definition && own.canEndorse(channel, chaincode)) return definition.version;
    const reason = definition
      ? `chaincode definition for '${chaincode}' exists, but chaincode is not installed`
      : `chaincode ${chaincode} not found`;
    throw new Error(
      `make sure the chaincode ${chaincode} has been successfully defined on channel ${channel} and try again: ${reason}`,
    );
  };

  const simulate = async (proposal: CheckedProposal): Promise<SimulationResult> => {
    try {
      return system.isStateless(proposal.chaincode) ? await system.answer(proposal) : await own.simulate(proposal);
    } catch (error) {
      throw new Error(`error in simulation: ${(error as Error).message}`);
    }
  };

  const callOf = (proposal: CheckedProposal) => (): Call => ({
    mspId: own.mspId,
    chaincode: proposal.chaincode,
    function: functionOf(proposal),
  });

  /** The answer to a proposal whose endorsement is to fail. */
  const failOnPurpose = (fault: EndorsementFailure, proposal: CheckedProposal, version: string): EndorserAnswer => {
    if (fault.unavailable) return { outcome: 'unavailable', message: `connection to ${own.endpoint} refused` };
    const response = failure(fault.message ?? 'failed on purpose', fault.status ?? 500);
    const id = chaincodeId(proposal.chaincode, version);
    const empty = { response, event: undefined, publicSet: new Uint8Array() };
    const payload = response.getStatus() < 500 ? undefined : responsePayload(proposal.hash, empty, id);
    return { outcome: 'chaincode-error', response, payload };
  };

  const run = async (proposal: CheckedProposal, ledger: ChannelLedger, purpose: Purpose): Promise<EndorserAnswer> => {
    const version = versionOf(proposal, ledger);
    const isEndorsing = purpose === 'endorse';
    const fault = isEndorsing ? parts.faults.endorsements.take(callOf(proposal)) : undefined;
    if (fault) return failOnPurpose(fault, proposal, version);
    const alteration = isEndorsing ? parts.faults.alterations.take(callOf(proposal)) : undefined;
    const position = ledger.position();
    const simulated = await simulate(proposal);
    const result = alteration ? altered(simulated, proposal.chaincode, alteration) : simulated;
    const { response } = result;
    if (response.getStatus() >= 400 && response.getStatus() < 500) {
      return { outcome: 'chaincode-error', response, payload: undefined };
    }
    if (purpose === 'evaluate' && response.getStatus() < 400) return { outcome: 'answered', response };
    const payload = responsePayload(proposal.hash, result, chaincodeId(proposal.chaincode, version));
    if (response.getStatus() >= 500) return { outcome: 'chaincode-error', response, payload };
    ledger.noteEndorsed(proposal.transactionId, position);
    if (result.privateSet) parts.distribute(proposal.channel, proposal.transactionId, result.privateSet);
    return { outcome: 'endorsed', response, payload, endorsement: sign(own, payload), interest: result.interest };
  };

  const answerLocally = async (proposal: CheckedProposal): Promise<EndorserAnswer> => {
    const { response } = await system.answer(proposal);
    return response.getStatus() >= 400
      ? { outcome: 'chaincode-error', response, payload: new Uint8Array() }
      : { outcome: 'answered', response };
  };

  const answer = async (proposal: CheckedProposal, purpose: Purpose): Promise<EndorserAnswer> => {
    if (!own.isUp()) return { outcome: 'unavailable', message: `connection to ${own.endpoint} refused` };
    const ledger = own.ledger(proposal.channel);
    try {
      if (proposal.channel === '') return await answerLocally(proposal);
      if (!ledger) return failed(`channel '${proposal.channel}' not found`);
      preProcess(proposal, ledger);
      return await run(proposal, ledger, purpose);
    } catch (error) {
      if (error instanceof ProposalError || error instanceof AccessError) {
        return { outcome: 'refused', message: error.message };
      }
      return failed((error as Error).message);
    }
  };

  const process: Endorser['process'] = async (proposal, purpose = 'endorse') => {
    const from = performance.now();
    const height = own.ledger(proposal.channel)?.height() ?? 0;
    const result = await answer(proposal, purpose);
    if (purpose === 'endorse' || result.outcome !== 'answered') {
      parts.recorder.answered(proposal, { mspId: own.mspId, height, from, answer: result });
    }
    return result;
  };

  return { peer: own, process };
};
