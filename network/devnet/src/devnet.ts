import type { KeyPair } from './ca';
import type { NetworkTime } from './clock';
import type { ChaincodeToDeploy, Deployment } from './deploy/chaincode-to-deploy';
import type { Faults } from './faults/faults';
import type { NodeRole } from './identity/identity';
import type { Log } from './log';
import type { NodeKind } from './network/node';
import type { Snapshot } from './network/snapshots';
import type { TransactionTrace } from './trace/transaction-trace';

/** One member of a running network, as clients need to know it. */
export interface DevnetOrganisation {
  readonly name: string;
  readonly mspId: string;
  readonly peer: DevnetEndpoint;
  readonly orderer: DevnetEndpoint;
  readonly ca: {
    readonly name: string;
    readonly url: string;
    /** The CA's own certificate; it issues identities and TLS certificates. */
    readonly certificate: string;
    readonly tlsCaCertificate: string;
  };
  /** Whether both its nodes are up, or the one named. */
  isUp(node?: NodeKind): boolean;
  /**
   * Key and certificate (PEM) of somebody of this organisation, without the enrolment that applications go through. The same name
   * and role get the same pair again.
   */
  issueIdentity(commonName: string, role: NodeRole): KeyPair;
}

/** Where a node answers. */
export interface DevnetEndpoint {
  /** host:port */
  readonly endpoint: string;
  /** PEM of the CA of its TLS certificate; undefined where the network runs without TLS. */
  readonly tlsCaCertificate: string | undefined;
}

/** A running network. */
export interface Devnet {
  readonly organisations: readonly DevnetOrganisation[];
  readonly channels: readonly string[];
  /** Stops an organisation's peer and orderer: nobody can connect to them. Its CA stays. */
  stopOrganisation(mspId: string): Promise<void>;
  startOrganisation(mspId: string): Promise<void>;
  /** Stops one node of an organisation. */
  stopNode(mspId: string, node: NodeKind): Promise<void>;
  startNode(mspId: string, node: NodeKind): Promise<void>;
  /** What can be made to go wrong. */
  readonly faults: Faults;
  /**
   * What is known of a transaction: from its block, and of the last thousand that peers were asked for from what was seen. Undefined
   * where nothing is.
   */
  trace(transactionId: string): TransactionTrace | undefined;
  /** The network's clock: what contracts see, what certificates are judged by. Clients need no other clock for it. */
  readonly time: NetworkTime;
  /** Oldest first. They are in memory alone: gone with the process, and with `load`. */
  snapshots(): readonly Snapshot[];
  /** Remembers all ledgers, and the clock. What lies beside the ledgers is not in it: certificate authorities, packages, processes. */
  snapshot(): Promise<Snapshot>;
  /**
   * Goes back to a snapshot, which stays; later ones go. Event streams end with UNAVAILABLE, what waits for its commit with
   * ABORTED, and what was endorsed on blocks that are gone is refused from then on.
   * @throws RequestError, StoreError
   */
  revert(id: string): Promise<Snapshot>;
  /** Forgets a snapshot. @throws RequestError */
  dropSnapshot(id: string): Promise<void>;
  /**
   * Brings a chaincode into force: packages it, installs it everywhere, runs it where `path` is given, has all organisations approve
   * and commits. Again under the same name, it is an upgrade.
   * @throws RequestError
   */
  deploy(chaincode: ChaincodeToDeploy): Promise<Deployment>;
  /** Writes all ledgers, and what another devnet needs to be this one, to a file. It holds private keys and private data. @throws RequestError */
  dump(file: string): Promise<void>;
  /**
   * Puts the ledgers and the clock of a dump in the place of its own, which must be of the same certificate authorities. Snapshots go.
   * @throws RequestError where it does not fit; nothing is changed then
   */
  load(file: string): Promise<void>;
  /**
   * Copies the whole network as it is at this moment into a folder that is new or empty; a network can be started from it. Nothing
   * else happens meanwhile. Returns the bytes copied.
   * @throws RequestError where the network keeps no data, or the folder is not empty
   */
  copyTo(folder: string): number;
  /** Ends everything; what was acknowledged is on disk. */
  close(): Promise<void>;
}

/** What a network is started with beside its configuration. */
export interface DevnetOptions {
  readonly log?: Log;
  /** This machine's clock; the real one when left out. */
  readonly now?: () => Date;
  /** A dump to begin with, in an empty data directory or in memory. */
  readonly load?: string;
}
