import type { OrderingProfile } from '../topology/consortium';

/** A file of a backup. */
export interface BackupFile {
  /** Below the network's directory. */
  readonly name: string;
  readonly mode: number;
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

/** A place on the channel's ledger that a restored network must have. */
export interface LedgerMark {
  /** Blocks up to there. */
  readonly height: number;
  /** Hash of the last of them, hex. */
  readonly blockHash: string;
}

/** The first file of a backup: what is in it, of which network, of when. */
export interface Manifest {
  readonly format: 1;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly runtime: string;
  readonly profile: OrderingProfile;
  readonly fabricVersion: string;
  readonly channel: string;
  readonly members: readonly { readonly name: string; readonly mspId: string }[];
  readonly ledger: LedgerMark;
  readonly files: readonly BackupFile[];
}

export const MANIFEST = 'manifest.json';
