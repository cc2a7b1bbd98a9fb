import type { peer } from '@hyperledger/fabric-protos';

/** What a peer made of a proposal. The outcomes differ in what a client is told and in whether another peer is worth asking. */
export type EndorserAnswer =
  | Endorsed
  /** Done, nothing to sign: a system chaincode called outside any channel. */
  | { readonly outcome: 'answered'; readonly response: peer.Response }
  /** The chaincode itself answered with an error status. */
  | { readonly outcome: 'chaincode-error'; readonly response: peer.Response; readonly payload: Uint8Array | undefined }
  /** The peer could not run the chaincode. */
  | { readonly outcome: 'failed'; readonly message: string; readonly isStreamLost: boolean }
  /** The proposal is not acceptable to any peer: malformed, badly signed, replayed, not allowed. */
  | { readonly outcome: 'refused'; readonly message: string }
  /** Turned away at the door, or nobody there. */
  | { readonly outcome: 'unavailable'; readonly message: string };

/** A simulation with the peer's signature on it. */
export interface Endorsed {
  readonly outcome: 'endorsed';
  readonly response: peer.Response;
  /** `peer.ProposalResponsePayload`, serialised: what is signed and what goes into the block. */
  readonly payload: Uint8Array;
  readonly endorsement: peer.Endorsement;
  readonly interest: peer.ChaincodeInterest;
}
