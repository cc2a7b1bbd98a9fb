/** A collection of private data, as `peer lifecycle chaincode --collections-config` reads it from JSON. */
export interface CollectionToDeploy {
  readonly name: string;
  /** Who holds the data, as `OR('Org1MSP.member','Org2MSP.member')`. */
  readonly policy: string;
  /** 0 unless given. */
  readonly requiredPeerCount?: number;
  /** 1 unless given. */
  readonly maxPeerCount?: number;
  /** Blocks after which data expires; 0, for never, unless given. */
  readonly blockToLive?: number;
  readonly memberOnlyRead?: boolean;
  readonly memberOnlyWrite?: boolean;
  /** Who endorses writes, where that is not for the chaincode's policy to say. */
  readonly endorsementPolicy?: { readonly signaturePolicy?: string; readonly channelConfigPolicy?: string };
}

/** A chaincode, and how it is to be run and endorsed. It is given by `path` or by `address`. */
export interface ChaincodeToDeploy {
  readonly name: string;
  /** May be left out where there is one alone. */
  readonly channel?: string;
  /** `<sequence>.0` unless given. */
  readonly version?: string;
  /**
   * Folder of a Node chaincode, built and installed. One process an organisation is run of it, as long as the network runs: with
   * `command`, else with the `fabric-chaincode-node server` of its own fabric-shim.
   */
  readonly path?: string;
  /**
   * Program and arguments, run in `path`. It finds where to listen in CHAINCODE_SERVER_ADDRESS, and its package id in CHAINCODE_ID
   * (also CORE_CHAINCODE_ADDRESS and CORE_CHAINCODE_ID_NAME).
   */
  readonly command?: readonly string[];
  /** host:port of a chaincode that somebody else runs as a service; by MSP id where each organisation has its own. */
  readonly address?: string | Readonly<Record<string, string>>;
  /** Who endorses, as `AND('Org1MSP.peer','Org2MSP.peer')`; the channel's majority of organisations unless given. */
  readonly policy?: string;
  readonly collections?: readonly CollectionToDeploy[];
  readonly initRequired?: boolean;
}

/** A definition in force. */
export interface Deployment {
  readonly channel: string;
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  /** By MSP id: the package installed there, and where its chaincode listens. */
  readonly packages: Readonly<Record<string, { readonly packageId: string; readonly address: string }>>;
}
