import type { CaseCommand } from './envelope';
import type { ActorId } from './organisations';

export const AGE_BANDS = ['0-9', '10-19', '20-29', '30-39', '40-49', '50-59', '60-69', '70-79', '80+'] as const;

/** A summary that identifies nobody. Public for good: blocks keep what was once published. */
export interface PublicSummary {
  readonly title: string;
  readonly text: string;
  /** ICD-10 codes. */
  readonly conditions: readonly string[];
  readonly ageBand?: (typeof AGE_BANDS)[number];
  readonly sex?: 'female' | 'male' | 'other';
  readonly outcome?: string;
}

/**
 * By who treats, under a grant of the patient's to RESEARCHERS for research. Transient: subjectSalt, if the grant is
 * for all cases.
 */
export interface PublishCommand extends CaseCommand {
  readonly grant: string;
  readonly summary: PublicSummary;
}

/** By who treats, or by the patient (transient: subjectSalt). */
export type WithdrawCaseCommand = CaseCommand;

export interface PublicCaseView {
  readonly case: string;
  readonly hospital: string;
  readonly publishedBy: ActorId;
  readonly at: number;
  readonly grant: string;
  readonly summary: PublicSummary;
}

/** `misbc:ListPublicCases`, newest first. A page may be short, or empty, and still have a bookmark. */
export interface ListPublicCasesQuery {
  /** ICD-10 code, or the beginning of one. */
  readonly condition?: string;
  readonly bookmark?: string;
  /** 1 to 200, 50 unless told. */
  readonly limit?: number;
}
