import type { ActorId, PrescriptionStatus } from '@rxledger/chaincode/api';

/** How an organisation came to have a part in a prescription. */
export const PARTS = ['hospital', 'centre', 'pharmacy', 'third-party'] as const;
export type Part = (typeof PARTS)[number];

/** What the read model knows of a prescription: public facts out of the ledger's events, nothing of patient or drugs. */
export interface PrescriptionSummary {
  readonly id: string;
  readonly status: PrescriptionStatus;
  readonly version: number;
  readonly hospital: string;
  readonly prescriber: ActorId;
  readonly issuedAt: number;
  readonly updatedAt: number;
  readonly updatedBy: ActorId;
  readonly lastTransaction: string;
  /** Who claimed the review last; the lease may be over. */
  readonly reviewer?: ActorId;
}

export interface IndexQuery {
  /** Whose prescriptions: those this organisation has a part in. */
  readonly organisation: string;
  readonly part?: Part;
  readonly statuses?: readonly PrescriptionStatus[];
  readonly prescriber?: ActorId;
  /** `oldest` first is by the time of the last submission, as a queue is worked off; `newest` first by issue. */
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
  /** Opaque, from the page before. */
  readonly cursor?: string;
  /** Wait, for a short time, until the read model has read this block: one's own write, by its receipt, is then in it. */
  readonly atLeastBlock?: number;
}

export interface IndexPage {
  readonly items: readonly PrescriptionSummary[];
  /** Absent on the last page. */
  readonly cursor?: string;
  /** The block up to which the read model has read; absent before the first event. */
  readonly asOfBlock?: number;
}

/** The read side of the projection. Lists come from here; a single prescription is always read from the ledger. */
export interface PrescriptionIndex {
  /** @throws Problem INPUT_INVALID for a cursor that is not one of this list's */
  list(query: IndexQuery): Promise<IndexPage>;
}
