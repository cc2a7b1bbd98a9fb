import type { AuthorityContents } from '../ca';
import type { DevnetConfig } from '../network/config';
import type { BlockRecord } from '../store/block-store';

/** Who the members of a dumped network are, and the ports of their nodes, which stand in its channels' configuration. */
export interface DumpHeader {
  readonly organisations: DevnetConfig['organisations'];
  readonly channels: DevnetConfig['channels'];
  /** How far the network's clock is from the machine's, in milliseconds. */
  readonly timeShift: number;
}

/** What of an organisation is beside the ledgers. */
export interface OrganisationDump {
  readonly authority: AuthorityContents;
  /** Chaincode packages that its peer has installed. */
  readonly packages: readonly Uint8Array[];
}

/** A block as it is dumped: its hash is found again from its bytes. */
export type DumpedBlock = Pick<BlockRecord, 'number' | 'bytes' | 'privateRecords' | 'timeShift'>;

/** A network at rest: everything that another devnet needs to be this one. It holds private keys and private data. */
export interface Dump extends DumpHeader {
  /** By MSP id. */
  readonly contents: ReadonlyMap<string, OrganisationDump>;
  /** By channel. */
  readonly blocks: ReadonlyMap<string, readonly DumpedBlock[]>;
}
