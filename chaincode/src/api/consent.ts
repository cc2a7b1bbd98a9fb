import type { GrantPurpose } from './access';
import type { Command } from './command';
import type { Section } from './envelope';
import type { ActorId } from './organisations';

/** Grantee of a grant that a public summary is published under; it opens no section to anybody. */
export const RESEARCHERS = 'researchers';
/** In place of a case's id: all cases of the patient, those to come included. */
export const ALL_CASES = 'all';

export type GrantRight = 'read' | 'write';

/** A consent, given by the patient alone; public. */
export interface GrantView {
  readonly id: string;
  readonly patient: ActorId;
  /** A person (actor id), an organisation (MSP id), or RESEARCHERS. */
  readonly grantee: string;
  readonly purpose: GrantPurpose;
  /** A case's id or ALL_CASES. */
  readonly cases: string;
  readonly sections: readonly Section[];
  readonly right: GrantRight;
  readonly from: number;
  /** The first moment at which it does not hold any more. */
  readonly until: number;
  readonly status: 'active' | 'revoked';
  readonly givenAt: number;
  readonly updatedAt: number;
}

/** Patient. Transient: subjectSalt, where it is for one case. */
export interface GiveCommand extends Command {
  readonly id: string;
  readonly grantee: string;
  readonly purpose: GrantPurpose;
  readonly cases: string;
  readonly sections: readonly Section[];
  readonly right: GrantRight;
  /** Now unless told. */
  readonly from?: number;
  readonly until: number;
}

/** The patient who gave it. Holds from the next read on; what was read before cannot be taken back. */
export interface RevokeCommand extends Command {
  readonly id: string;
}

/** Whom the grants of a list were given to. */
export const GRANTED_TO = ['person', 'organisation', RESEARCHERS] as const;

/** `patient:Grants`: a patient's own; for others those given to them, to their organisation, or to researchers. */
export interface GrantsQuery {
  readonly to?: (typeof GRANTED_TO)[number];
  readonly bookmark?: string;
  /** 1 to 200, 50 unless told. */
  readonly limit?: number;
}
