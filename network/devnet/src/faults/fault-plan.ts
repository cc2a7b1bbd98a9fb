import { type Alteration } from './altered-result';
import { OpenStreams } from './open-streams';
import { OrderingPace } from './ordering-pace';
import { type CallFilter, PlannedFaults } from './planned';

/** An endorsement that fails: the chaincode answers with an error, or the peer is not to be reached. */
export interface EndorsementFailure extends CallFilter {
  /** The chaincode's status; 500 unless said otherwise. */
  readonly status?: number;
  readonly message?: string;
  /** The peer cannot be reached; status and message of a chaincode do not count then. */
  readonly unavailable?: boolean;
}

/** An endorsement that says something else than the chaincode did, with a signature that holds. */
export interface EndorsementAlteration extends CallFilter, Alteration {}

/** A submit that fails: before ordering nothing is committed; after it the transaction is committed all the same. */
export interface SubmitFailure extends CallFilter {
  readonly when: 'before-ordering' | 'after-ordering';
  /** What the orderers say. */
  readonly message?: string;
}

/** What the parts of a network ask for faults that were planned for them. */
export class FaultPlan {
  readonly endorsements = new PlannedFaults<EndorsementFailure>();
  readonly alterations = new PlannedFaults<EndorsementAlteration>();
  readonly submits = new PlannedFaults<SubmitFailure>();
  readonly pace = new OrderingPace();
  readonly streams = new OpenStreams();

  clear(): void {
    this.endorsements.clear();
    this.alterations.clear();
    this.submits.clear();
    this.pace.clear();
  }
}
