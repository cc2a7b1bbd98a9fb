import type { CaseCommand, Envelope, Section } from './envelope';
import type { ActorId } from './organisations';

/**
 * On what ground somebody reads or writes. `own`: the patient, or the author of what is read; `treating`: assigned to
 * the case at its hospital (anybody of the hospital, where hospitalScope is `all`).
 */
export const BASES = ['own', 'treating', 'grant', 'emergency'] as const;
export type Basis = (typeof BASES)[number];

/** What grants are given for. */
export const GRANT_PURPOSES = ['care', 'medication', 'payment', 'research', 'legal'] as const;
export type GrantPurpose = (typeof GRANT_PURPOSES)[number];

/** What is read or written for: `care` or `payment` where the basis is treating, a grant's purpose; `personal` where the basis is own, `emergency` in an emergency. */
export const PURPOSES = [...GRANT_PURPOSES, 'personal', 'emergency'] as const;
export type Purpose = (typeof PURPOSES)[number];

/**
 * Before each read: who reads what, and on what ground. It opens a window (receiptMinutes) in which `case:Read` answers;
 * a query cannot use it up. Transient: subjectSalt, where the basis is own (patients) or a grant for all cases.
 */
export interface OpenReceiptCommand extends CaseCommand {
  /** Of the receipt. */
  readonly id: string;
  readonly sections: readonly Section[];
  readonly basis: Basis;
  readonly purpose: Purpose;
  /** Where the basis is a grant. */
  readonly grant?: string;
  /** Where the basis is an emergency. */
  readonly emergency?: string;
  /** SHA-256 of a ticket, its 64 hex digits as text: who shows it fetches attachments from their holder within the window. */
  readonly ticketHash?: string;
}

/** The line of the access log: public, one for each reading window. */
export interface ReceiptView {
  readonly id: string;
  readonly case: string;
  readonly sections: readonly Section[];
  readonly reader: ActorId;
  readonly basis: Basis;
  readonly purpose: Purpose;
  readonly grant?: string;
  readonly emergency?: string;
  readonly ticketHash?: string;
  readonly at: number;
  readonly until: number;
}

/** `case:Read`, at the hospital's peer, or at the peer of the organisation that wrote the version. */
export interface ReadQuery {
  readonly case: string;
  readonly receipt: string;
  readonly section: Section;
  /** The latest unless told. */
  readonly version?: number;
  /** MSP id of the organisation whose peer is asked; the hospital unless told. */
  readonly holder?: string;
}

/** `case:Fetch`: may who shows this ticket have the attachments of a version? Asked by the steward of who holds them. */
export interface FetchQuery {
  readonly case: string;
  readonly receipt: string;
  /** 32 bytes, hex. */
  readonly ticket: string;
  readonly section: Section;
  /** The latest unless told. */
  readonly version?: number;
}

/** An envelope with the wraps the caller may use, and no others. */
export interface ReadAnswer {
  readonly case: string;
  readonly section: Section;
  readonly version: number;
  readonly envelope: Envelope;
  /** Of the version's public commitment to the envelope without its recipients. */
  readonly salt: string;
}

/** `case:Receipts`, newest first. Transient: subjectSalt, for the patient. */
export interface ReceiptsQuery {
  readonly case: string;
  readonly bookmark?: string;
  /** 1 to 200, 50 unless told. */
  readonly limit?: number;
}
