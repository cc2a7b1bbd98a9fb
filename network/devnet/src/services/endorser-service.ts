import { type ServiceDefinition, status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import type { EndorserAnswer } from '../peer/answer';
import type { Endorser } from '../peer/endorse';
import { createCallGate } from './call-gate';
import type { Consortium } from './consortium';
import { rawService, unary } from './raw-service';
import { CallError } from './status';

/** `protos.Endorser` as the protocol has it. */
export const endorserDefinition: ServiceDefinition = rawService('protos.Endorser', { ProcessProposal: 'unary' });

const concurrency = 2500;

const failure = (code: number, message: string): peer.Response => {
  const response = new peer.Response();
  response.setStatus(code);
  response.setMessage(message);
  return response;
};

/** The message for an answer; what never reached a chaincode ends the call instead. */
const toResponse = (answer: EndorserAnswer): peer.ProposalResponse => {
  const result = new peer.ProposalResponse();
  switch (answer.outcome) {
    case 'endorsed':
      result.setVersion(1);
      result.setResponse(answer.response);
      result.setPayload(answer.payload);
      result.setEndorsement(answer.endorsement);
      result.setInterest(answer.interest);
      return result;
    case 'answered':
      result.setResponse(answer.response);
      return result;
    case 'chaincode-error':
      result.setResponse(answer.response);
      if (answer.payload) result.setPayload(answer.payload);
      return result;
    case 'failed':
      result.setResponse(failure(500, answer.message));
      return result;
    case 'refused':
    case 'unavailable':
      throw new CallError(status.UNKNOWN, answer.message);
  }
};

/** One peer's endorser: what `fabric-network` and the lifecycle commands talk to. */
export const createEndorserService = (consortium: Consortium, endorser: Endorser): UntypedServiceImplementation => {
  const gate = createCallGate('protos.Endorser', concurrency);

  const process = async (bytes: Uint8Array): Promise<Uint8Array> => {
    const signed = peer.SignedProposal.deserializeBinary(bytes);
    const { desk } = consortium;
    const unpacked = (() => {
      try {
        return desk.unpack(signed);
      } catch (error) {
        throw new CallError(status.UNKNOWN, (error as Error).message);
      }
    })();
    const { answer, proposal } = desk.check(unpacked, endorser.peer.mspId);
    return toResponse(answer ?? (await endorser.process(proposal))).serializeBinary();
  };

  return { ProcessProposal: unary(gate, process) };
};
