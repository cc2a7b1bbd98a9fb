import { ledger, peer } from '@hyperledger/fabric-protos';
import type { CheckedProposal } from '../proposal';
import type { SimulationResult, SystemChaincode, TransactionContext } from '../simulation';

/** The chaincodes that are part of a peer. */
export interface SystemServices {
  has(name: string): boolean;
  /** True for those that answer from the ledger's files and never touch state. */
  isStateless(name: string): boolean;
  /** Answers a call that needs no simulation: of a stateless chaincode, or outside any channel. */
  answer(proposal: CheckedProposal): Promise<SimulationResult>;
}

const stateless: ReadonlySet<string> = new Set(['qscc', 'cscc']);

const noState = (): never => {
  throw new Error('no ledger context');
};

/** A context for calls that have no state to look at. */
export const statelessContext = (proposal: CheckedProposal, mspId: string): TransactionContext => ({
  proposal,
  mspId,
  getState: noState,
  putState: noState,
  deleteState: noState,
  getStateRange: noState,
  getPrivateData: noState,
  getPrivateDataHash: noState,
  putPrivateData: noState,
});

/** A `peer.Response` with the status of success. */
export const success = (payload: Uint8Array): peer.Response => {
  const response = new peer.Response();
  response.setStatus(200);
  response.setPayload(payload);
  return response;
};

/** A `peer.Response` that says no. */
export const failure = (message: string, status = 500): peer.Response => {
  const response = new peer.Response();
  response.setStatus(status);
  response.setMessage(message);
  return response;
};

/** What a call that read and wrote nothing leaves behind. */
const withoutState = (response: peer.Response): SimulationResult => ({
  response,
  event: undefined,
  publicSet: new ledger.rwset.TxReadWriteSet().serializeBinary(),
  privateSet: undefined,
  interest: new peer.ChaincodeInterest(),
});

/** Gathers a peer's system chaincodes under their names. */
export const createSystemServices = (mspId: string, chaincodes: readonly SystemChaincode[]): SystemServices => {
  const byName = new Map(chaincodes.map((chaincode) => [chaincode.name, chaincode]));
  return {
    has: (name) => byName.has(name),
    isStateless: (name) => stateless.has(name),
    async answer(proposal) {
      const chaincode = byName.get(proposal.chaincode);
      if (!chaincode) throw new Error(`chaincode ${proposal.chaincode} not found`);
      return withoutState(await chaincode.invoke(statelessContext(proposal, mspId)));
    },
  };
};
