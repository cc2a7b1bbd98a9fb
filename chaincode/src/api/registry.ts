import type { ActorId, OrganisationKind, Role } from './organisations';
import type { Command } from './command';
import type { Section } from './envelope';

export interface MemberView {
  readonly mspId: string;
  readonly kind: OrganisationKind;
  readonly displayName: string;
}

export const ACTOR_STATUSES = ['active', 'suspended', 'left'] as const;
export type ActorStatus = (typeof ACTOR_STATUSES)[number];

/** A person of a member. Professional facts only; a patient's entry has none. */
export interface ActorView {
  readonly id: ActorId;
  readonly role: Role;
  readonly status: ActorStatus;
  readonly speciality?: string;
  /** ATC prefixes a physician may prescribe; `*` is all of them. */
  readonly scope?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly registeredAt: number;
  readonly updatedAt: number;
  readonly version: number;
}

/** Agreed parameters; every change needs every member. Times in the unit of their name. */
export interface PolicyParameters {
  readonly maximumLines: number;
  readonly maximumValidityDays: number;
  readonly reviewLeaseMinutes: number;
  readonly redemptionLeaseHours: number;
  readonly withdrawHours: number;
  readonly retentionDays: number;
  /** Paper's Table III: `all`; default: a hospital works on its own cases only. */
  readonly hospitalScope: 'treating' | 'all';
  /** How long a receipt lets its reader read. */
  readonly receiptMinutes: number;
  /** How long an emergency may last at most. */
  readonly emergencyHours: number;
  /** How long a section is kept after its last version, whoever asks for erasure. */
  readonly sectionRetentionDays: Readonly<Record<Section, number>>;
}

export const DEFAULT_POLICY: PolicyParameters = {
  maximumLines: 5,
  maximumValidityDays: 365,
  reviewLeaseMinutes: 30,
  redemptionLeaseHours: 24,
  withdrawHours: 24,
  retentionDays: 3653,
  hospitalScope: 'treating',
  receiptMinutes: 5,
  emergencyHours: 24,
  sectionRetentionDays: { base: 3653, examination: 3653, treatment: 3653, cost: 3653 },
};

export interface PolicyView {
  readonly version: number;
  readonly parameters: PolicyParameters;
  readonly updatedAt: number;
}

/** Once, on an empty ledger: the founding members and their kinds. Endorsed by all of them. */
export interface FoundCommand extends Command {
  readonly members: readonly MemberView[];
  readonly policy?: Partial<PolicyParameters>;
}

export interface RegisterActorCommand extends Command {
  /** Enrolment id within the registrar's own organisation. */
  readonly enrolmentId: string;
  readonly role: Role;
  readonly speciality?: string;
  readonly scope?: readonly string[];
}

/** Suspend, Reinstate, Leave: of the registrar's own organisation. */
export interface ActorStatusCommand extends Command {
  readonly actor: ActorId;
  readonly expectedVersion?: number;
}

export interface SetPolicyCommand extends Command {
  readonly parameters: Partial<PolicyParameters>;
  readonly expectedVersion?: number;
}

export interface ListActorsQuery {
  readonly role?: Role;
  readonly organisation?: string;
  /** Opaque, from the page before. */
  readonly bookmark?: string;
  /** 1 to 200, 50 unless told. */
  readonly limit?: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly bookmark?: string;
}
