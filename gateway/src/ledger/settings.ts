import type { Log } from '../log';
import type { ConnectionProfile } from './connection-profile';
import type { Signers } from './signer';

/** Milliseconds a step may take. */
export interface Deadlines {
  readonly evaluate: number;
  readonly endorse: number;
  readonly submit: number;
  /** From sending to the orderers until the transaction is in a block of one's own peer. */
  readonly commit: number;
}

export const DEADLINES: Deadlines = { evaluate: 10_000, endorse: 15_000, submit: 10_000, commit: 30_000 };

/** What every adapter of the Ledger port is made from. */
export interface LedgerSettings {
  readonly mspId: string;
  readonly channel: string;
  readonly chaincode: string;
  readonly profile: ConnectionProfile;
  readonly signers: Signers;
  /** Enrolment id of the identity that reads events and asks whether the peer is there. */
  readonly serviceIdentity: string;
  readonly deadlines?: Partial<Deadlines>;
  readonly log: Log;
}

/** Argument list of every transaction and query: one JSON string. */
export const qualified = (contract: string, transaction: string): string => `${contract}:${transaction}`;
