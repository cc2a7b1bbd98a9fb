import type { CaseCommand, Envelope, Section, Wrap } from './envelope';
import type { ActorId } from './organisations';

/**
 * Opens sections of a case without consent, for `emergencyHours` at most; Table III says to whom. Transient: envelope
 * (the reason's text, purpose `reason`, wrapped for the keys of the organisations whose auditors may review), salt.
 */
export interface BreakGlassCommand extends CaseCommand {
  /** Of the emergency. */
  readonly id: string;
  readonly sections: readonly Section[];
  readonly reasonCode: string;
  /** HMAC-SHA-256(salt, canonical JSON of the reason's envelope without its recipients), hex. */
  readonly commitment: string;
  readonly until: number;
  /** Id of the opener's own encryption key: custodians wrap for it. */
  readonly key: string;
}

export interface EmergencyView {
  readonly id: string;
  readonly case: string;
  readonly hospital: string;
  readonly sections: readonly Section[];
  readonly opener: ActorId;
  readonly reasonCode: string;
  readonly commitment: string;
  readonly key: string;
  readonly at: number;
  readonly until: number;
  readonly review?: EmergencyReviewView;
}

export const VERDICTS = ['justified', 'not-justified'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** On a key of its own: reviewing never contends with reading. */
export interface EmergencyReviewView {
  readonly verdict: Verdict;
  readonly auditor: ActorId;
  readonly at: number;
}

/** Auditor of another organisation than the opener's; once. */
export interface ReviewEmergencyCommand extends CaseCommand {
  readonly emergency: string;
  readonly verdict: Verdict;
}

/**
 * Custodian of a member other than the hospital, against an open emergency. Transient: wraps (EmergencyWrap[]), each
 * for the key that the emergency names.
 */
export interface ReleaseKeysCommand extends CaseCommand {
  readonly emergency: string;
}

/** `case:EmergencyWraps` answers with those for the custodian's own key; ReleaseKeys takes those made for the opener's. */
export interface EmergencyWrap {
  readonly section: Section;
  readonly version: number;
  readonly wrap: Wrap;
}

/** Emergency, Reason, EmergencyWraps. */
export interface EmergencyQuery {
  readonly case: string;
  readonly emergency: string;
}

/** `case:Emergencies`: of a case; else those nobody has reviewed, the oldest first, for every member. */
export interface EmergenciesQuery {
  readonly case?: string;
  readonly bookmark?: string;
  /** 1 to 200, 50 unless told. */
  readonly limit?: number;
}

/** `case:Reason`, at the hospital: for auditors who may review, and the opener. */
export interface ReasonView {
  readonly envelope: Envelope;
  readonly salt: string;
}
