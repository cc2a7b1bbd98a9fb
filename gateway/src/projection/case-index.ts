import type { ActorId, CaseStatus } from '@rxledger/chaincode/api';

/** What the read model knows of a case: public facts out of the ledger's events. */
export interface CaseSummary {
  readonly id: string;
  readonly hospital: string;
  readonly status: CaseStatus;
  readonly openedBy: ActorId;
  readonly openedAt: number;
  readonly updatedAt: number;
}

export interface CaseQuery {
  readonly hospital: string;
  readonly status?: CaseStatus;
  readonly openedBy?: ActorId;
  readonly limit: number;
  /** Opaque, from the page before. */
  readonly cursor?: string;
  /** Wait, for a short time, until the read model has read this block. */
  readonly atLeastBlock?: number;
}

export interface CasePage {
  readonly items: readonly CaseSummary[];
  /** Absent on the last page. */
  readonly cursor?: string;
  readonly asOfBlock?: number;
}

/** The cases of the consortium, newest first. */
export interface CaseIndex {
  /** @throws Problem INPUT_INVALID for a cursor that is not one of this list's */
  list(query: CaseQuery): Promise<CasePage>;
}
