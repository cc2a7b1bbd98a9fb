import type { SigningIdentity } from '../identity/identity';
import type { ChannelLedger } from '../ledger/channel-ledger';
import type { Proposal, SimulationResult } from './simulation';

/** One organisation's peer: its own identity, chaincode process, private data and view of the ledgers. */
export interface OrganisationPeer {
  readonly mspId: string;
  /** host:port as clients know it. */
  readonly endpoint: string;
  readonly identity: SigningIdentity;
  /** False while a fault has it stopped (`control/faults`). */
  isUp(): boolean;
  channels(): readonly string[];
  ledger(channel: string): ChannelLedger | undefined;
  /** True when this peer can run the chaincode now: definition approved by its organisation, package installed. */
  canEndorse(channel: string, chaincode: string): boolean;
  /** Runs the proposal on this peer's chaincode process at its present height. Rejects with Fabric's own message. */
  simulate(proposal: Proposal): Promise<SimulationResult>;
  /** Keeps the clear private writes of an endorsed transaction until its block comes. */
  keepPrivate(channel: string, transactionId: string, privateSet: Uint8Array): void;
}
