import { SECTIONS, type CaseCommand, type Section } from './envelope';
import type { ActorId } from './organisations';

/** What is erased: a section, or the whole case with the salt that ties it to its patient. */
export const ERASURE_SCOPES = [...SECTIONS, 'whole'] as const;
export type ErasureScope = (typeof ERASURE_SCOPES)[number];

/**
 * By the patient (transient: subjectSalt) or a steward of the hospital, once retention is over and without a legal
 * hold. From then on nothing of it is read or written; each holder then purges with `case:ConfirmErasure`.
 */
export interface EraseCaseCommand extends CaseCommand {
  readonly scope: ErasureScope;
}

/**
 * Steward of a holder: purges what its organisation keeps. Transient: holdings (PrivateHolding[]: what
 * `case:Holdings` answers; kinds that follow from public state may be left out).
 */
export interface ConfirmErasureCommand extends CaseCommand {
  readonly scope: ErasureScope;
}

export interface ErasureReceipt {
  readonly organisation: string;
  readonly at: number;
  readonly transactionId: string;
}

/** `case:Erasure`: `part` once some holder has confirmed, `done` once all have. */
export interface ErasureView {
  readonly case: string;
  readonly scope: ErasureScope;
  readonly requestedBy: ActorId;
  readonly at: number;
  readonly status: 'requested' | 'part' | 'done';
  readonly holders: readonly string[];
  readonly receipts: readonly ErasureReceipt[];
}

export const HOLDING_KINDS = ['envelope', 'wraps', 'subject', 'reason', 'released'] as const;
export type HoldingKind = (typeof HOLDING_KINDS)[number];

/** One private key of a case that an organisation's peer still has. */
export interface PrivateHolding {
  readonly kind: HoldingKind;
  readonly section?: Section;
  readonly version?: number;
  /** Of wraps and released keys: the transaction that brought them. */
  readonly batch?: string;
  readonly emergency?: string;
}

/** `case:Holdings`, at each holder's own peer; steward or auditor. */
export interface HoldingsView {
  readonly case: string;
  readonly organisation: string;
  readonly holdings: readonly PrivateHolding[];
}

/** Hold, LiftHold: auditor of the hospital. */
export interface HoldCommand extends CaseCommand {
  readonly reasonCode: string;
}

export interface HoldView {
  readonly case: string;
  readonly isHeld: boolean;
  readonly reasonCode: string;
  readonly updatedAt: number;
  readonly updatedBy: ActorId;
}

/** `case:Erasure`. */
export interface ErasureQuery {
  readonly case: string;
  readonly scope: ErasureScope;
}
