import type { ActorId } from './organisations';
import type { Command } from './command';

export const PRESCRIPTION_STATUSES = [
  'SUBMITTED',
  'IN_REVIEW',
  'RETURNED',
  'APPROVED',
  'REFUSED',
  'REDEEMED',
  'PARTLY_DISPENSED',
  'DISPENSED',
  'NOT_DISPENSED',
  'SETTLED',
  'CANCELLED',
  'EXPIRED',
] as const;
export type PrescriptionStatus = (typeof PRESCRIPTION_STATUSES)[number];

/** Nothing more happens to it, but erasure. */
export const ENDED_STATUSES = [
  'REFUSED',
  'NOT_DISPENSED',
  'SETTLED',
  'CANCELLED',
  'EXPIRED',
] as const satisfies readonly PrescriptionStatus[];

export const LINE_STATUSES = ['open', 'part', 'owing', 'dispensed', 'not-dispensed', 'cancelled', 'expired'] as const;
export type LineStatus = (typeof LINE_STATUSES)[number];

export interface LineView {
  /** 1-based, as in the body. */
  readonly line: number;
  readonly status: LineStatus;
  /** Units handed out so far: a number without drug, unit or patient. */
  readonly dispensed: number;
  readonly reasonCode?: string;
}

/** The public header: every member reads it, so nothing of the patient or the drugs is in it. Times: ms since the epoch. */
export interface PrescriptionView {
  readonly id: string;
  readonly status: PrescriptionStatus;
  /** Grows by one with every transition; commands may expect one (`expectedVersion`). */
  readonly version: number;
  /** Grows by one with every amendment. */
  readonly bodyVersion: number;
  readonly hospital: string;
  readonly centre: string;
  readonly prescriber: ActorId;
  /** HMAC-SHA-256(salt, canonical body), hex. */
  readonly commitment: string;
  /** SHA-256 of the redemption code, hex. */
  readonly codeHash: string;
  readonly issuedAt: number;
  readonly updatedAt: number;
  readonly validUntil: number;
  readonly nominatedPharmacy?: string;
  readonly review?: ReviewView;
  readonly approvedAt?: number;
  readonly holder?: HolderView;
  /** Every pharmacy that ever held it: they hold private data. */
  readonly pharmacies: readonly string[];
  readonly cancellation?: CancellationView;
  readonly reasonCodes?: readonly string[];
  readonly series?: { readonly of: string; readonly fill: number; readonly fills: number };
  readonly lines: readonly LineView[];
  /** Set once the clear bodies are purged. */
  readonly erasedAt?: number;
}

export interface ReviewView {
  readonly reviewer?: ActorId;
  readonly leaseUntil?: number;
  readonly findings?: FindingsView;
  /** Set while a second reviewer is awaited. */
  readonly firstApproval?: ActorId;
}

export interface FindingsView {
  /** SHA-256 of the rule pack's canonical JSON. */
  readonly rulePack: string;
  /** Commitment to the findings themselves, which hospital and centre alone hold. */
  readonly commitment: string;
  readonly isBlocking: boolean;
}

export interface HolderView {
  readonly organisation: string;
  readonly dispenser: ActorId;
  readonly leaseUntil: number;
  readonly redeemedAt: number;
}

export interface CancellationView {
  readonly state: 'pending' | 'effective';
  readonly by: ActorId;
  readonly reasonCode: string;
  readonly at: number;
}

/** Private: in the implicit collections of the organisations that need it, and nowhere else. */
export interface PrescriptionBody {
  readonly patient: ActorId;
  readonly lines: readonly PrescriptionLine[];
  readonly diagnoses?: readonly { readonly code: string; readonly text?: string }[];
  readonly facts?: PatientFacts;
  readonly repeat?: { readonly fills: number; readonly intervalDays: number };
  readonly note?: string;
}

export interface PrescriptionLine {
  readonly line: number;
  readonly drug: { readonly atc: string; readonly name: string; readonly form?: string; readonly strength?: string };
  /** Units to hand out in all, a whole number. */
  readonly quantity: number;
  readonly unit: string;
  readonly dosage: string;
  readonly isSubstitutionAllowed: boolean;
  readonly isControlled: boolean;
}

/** What a reviewer's rules need to know about the patient. */
export interface PatientFacts {
  readonly name?: string;
  readonly birthDate?: string;
  readonly sex?: 'female' | 'male' | 'other';
  readonly weightKg?: number;
  readonly isPregnant?: boolean;
  readonly allergies?: readonly string[];
  readonly medication?: readonly string[];
}

/** Names the prescription and, where writers race, the version the caller saw. */
export interface PrescriptionCommand extends Command {
  readonly id: string;
  readonly expectedVersion?: number;
}

/** Transient: body, salt. */
export interface IssueCommand extends Command {
  readonly id: string;
  readonly centre: string;
  readonly commitment: string;
  readonly codeHash: string;
  readonly validUntil: number;
  readonly nominatedPharmacy?: string;
}

/** Transient: body, salt (the new ones). */
export interface AmendCommand extends PrescriptionCommand {
  readonly commitment: string;
  readonly validUntil?: number;
}

export type ClaimReviewCommand = PrescriptionCommand;

/** Transient: body, salt, detail (Finding[]), detailSalt. */
export interface RecordFindingsCommand extends PrescriptionCommand {
  readonly rulePack: string;
  /** Commitment to the findings (`detail`). */
  readonly commitment: string;
}

export const FINDING_SEVERITIES = ['information', 'warning', 'blocking'] as const;
export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];

/** Private to hospital and centre. */
export interface Finding {
  readonly rule: string;
  readonly severity: FindingSeverity;
  readonly line?: number;
  readonly text: string;
}

/** Transient: body, salt (controlled drugs ask for a second reviewer). */
export type ApproveCommand = PrescriptionCommand;

/** Return, Refuse. Transient, optional: detail (free text), detailSalt. */
export interface ReasonedCommand extends PrescriptionCommand {
  readonly reasonCodes: readonly string[];
}

/** Transient: code, body, salt. */
export type RedeemCommand = PrescriptionCommand;

/** Transient: body, salt, detail (DispensingRecord), detailSalt. Quantities in units of the line. */
export interface DispenseCommand extends PrescriptionCommand {
  readonly lines: readonly DispensedLine[];
  /** Commitment to the dispensing record (`detail`). */
  readonly commitment: string;
}

export interface DispensedLine {
  readonly line: number;
  /** 0 with a reason: this line will not be dispensed, or (isOwing) later. */
  readonly quantity: number;
  readonly isOwing?: boolean;
  readonly notDispensedReason?: string;
}

/** Private to centre and pharmacy. */
export interface DispensingRecord {
  readonly lines: readonly {
    readonly line: number;
    readonly batch: string;
    readonly product?: string;
    /** A product other than the one prescribed, where the line allows it. */
    readonly substitutionReason?: string;
  }[];
}

export type GiveBackCommand = PrescriptionCommand;
/** Transient: body, salt (the patient is in the body). */
export type RecallCommand = PrescriptionCommand;
export interface WithdrawCommand extends PrescriptionCommand {
  readonly reasonCode: string;
}
/** Transient, where the caller is the patient: body, salt. */
export interface CancelCommand extends PrescriptionCommand {
  readonly reasonCode: string;
}
export type ExpireCommand = PrescriptionCommand;
/** Transient, where the caller is the patient: body, salt. A stolen or lost code stops working. */
export interface ReplaceCodeCommand extends PrescriptionCommand {
  readonly codeHash: string;
}
/** Opens the next fill of a series as a prescription of its own, `<id>-<fill>`. Transient: body, salt. */
export interface OpenFillCommand extends PrescriptionCommand {
  readonly codeHash: string;
  readonly validUntil: number;
}
export type SettleCommand = PrescriptionCommand;
export type EraseCommand = PrescriptionCommand;

/** Answer of `ReadBody` and `ReadForRedemption`. */
export interface BodyView {
  readonly body: PrescriptionBody;
  readonly salt: string;
}

/** One entry of `History`, oldest first. Who endorsed stands in the block: the gateway adds it. */
export interface HistoryEntry {
  readonly transactionId: string;
  readonly at: number;
  readonly transaction: string;
  readonly actor: ActorId;
  readonly from?: string;
  readonly to: string;
  readonly version: number;
}
