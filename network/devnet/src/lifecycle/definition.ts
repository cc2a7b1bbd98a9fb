import type { peer } from '@hyperledger/fabric-protos';

/** What the channel agreed on for one chaincode (`_lifecycle` commit). */
export interface ChaincodeDefinition {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  readonly initRequired: boolean;
  /** `peer.ApplicationPolicy`, serialised: a signature policy or a reference to a channel policy. */
  readonly validationParameter: Uint8Array;
  /** Explicit collections; implicit ones (`_implicit_org_<MSP>`) exist for every organisation of the channel. */
  readonly collections: readonly peer.StaticCollectionConfig[];
}
