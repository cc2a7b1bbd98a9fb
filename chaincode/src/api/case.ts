import type { Basis, Purpose } from './access';
import type { CaseCommand, Section } from './envelope';
import type { ActorId, Role } from './organisations';

export const CASE_STATUSES = ['open', 'closed'] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** The public head of a case: nothing in it says who the patient is. */
export interface CaseView {
  readonly id: string;
  readonly hospital: string;
  /** HMAC-SHA-256(subject salt, canonical JSON of the patient's actor id), hex. */
  readonly subject: string;
  readonly status: CaseStatus;
  readonly openedAt: number;
  readonly updatedAt: number;
}

/** A hash of an encrypted attachment, which a content store holds. */
export interface AttachmentView {
  /** SHA-256 of the ciphertext, hex. */
  readonly hash: string;
  /** Bytes of the ciphertext. */
  readonly size: number;
}

/** What the ledger says of a version. */
export interface VersionView {
  readonly case: string;
  readonly section: Section;
  /** 1-based. */
  readonly version: number;
  /** HMAC-SHA-256(salt, canonical JSON of the envelope without its recipients), hex. */
  readonly commitment: string;
  readonly author: ActorId;
  readonly role: Role;
  /** Of the author. Holds the envelope too, beside the hospital, where the basis is a grant. */
  readonly organisation: string;
  readonly basis: Basis;
  readonly purpose: Purpose;
  readonly grant?: string;
  readonly at: number;
  /** Characters of the ciphertext. */
  readonly size: number;
  readonly attachments: readonly AttachmentView[];
}

/** Physician, who becomes treating. Transient: patient, subjectSalt. */
export interface OpenCaseCommand extends CaseCommand {
  readonly subject: string;
}

/** Close, Reopen: by who treats. */
export type CaseStepCommand = CaseCommand;

/**
 * A version of a section. Transient: envelope, salt; and by basis: treating: patient, subjectSalt; own: subjectSalt;
 * grant: subjectSalt if it is for all cases. The envelope is wrapped for the keys of SECTION_RECIPIENTS and the
 * emergency key of one other member at least. Other recipients: the patient, grantees of `recipients`, and who writes
 * by a grant (person or organisation), but nobody other than patient and grantees for examination.
 */
export interface AddVersionCommand extends CaseCommand {
  readonly section: Section;
  /** The one after the latest, 1 for the first. */
  readonly version: number;
  readonly commitment: string;
  readonly basis: 'own' | 'treating' | 'grant';
  readonly purpose: Purpose;
  /** The grant to write, where that is the basis. */
  readonly grant?: string;
  /** Grants to read whose grantees the envelope is wrapped for. */
  readonly recipients?: readonly string[];
  readonly attachments?: readonly AttachmentView[];
}

/**
 * Wraps of versions that are there. By who treats, or by the patient. Transient: wraps (VersionWraps[]), and as with
 * AddVersion what the basis asks.
 */
export interface AddWrapsCommand extends CaseCommand {
  readonly section: Section;
  readonly basis: 'own' | 'treating';
  readonly recipients?: readonly string[];
}

/** Assign, Release: a person of the hospital; by who treats. */
export interface TreatingCommand extends CaseCommand {
  readonly person: ActorId;
}

export interface TreatingView {
  readonly case: string;
  readonly person: ActorId;
  readonly isTreating: boolean;
  readonly updatedAt: number;
  readonly updatedBy: ActorId;
}

/** `case:Sections`: all that is public of a case; its versions are few enough for one answer. */
export interface SectionsView {
  readonly head: CaseView;
  readonly versions: readonly VersionView[];
  readonly treating: readonly TreatingView[];
  readonly isHeld: boolean;
}

/** `case:Subject`, at the hospital: for who treats, for the patient, and for who names a live grant. */
export interface SubjectQuery {
  readonly case: string;
  readonly grant?: string;
  /** Name also who may read this section by the patient's consent now: for who is about to write it. */
  readonly readersOf?: Section;
}

/** A consent to read that holds, and to whom it was given. */
export interface ConsentedReader {
  readonly grant: string;
  /** Actor id or MSP id. */
  readonly grantee: string;
}

export interface SubjectView {
  readonly patient: ActorId;
  /** Transient `subjectSalt` of what follows. */
  readonly salt: string;
  /** Where they were asked for. */
  readonly readers?: readonly ConsentedReader[];
}
