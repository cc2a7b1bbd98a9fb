import type { Command } from './command';
import type { ActorId } from './organisations';

/**
 * What a release cannot be told by: `add-remove`, whether a patient is in the data at all; `label`, the sensitive value
 * of a patient whose presence and quasi-identifiers are taken as known. They hide different things: never added up.
 */
export const GUARANTEES = ['add-remove', 'label'] as const;
export type Guarantee = (typeof GUARANTEES)[number];

/** How the losses of releases add up: `basic` sums epsilon and delta; `zcdp` sums rho, and delta (docs/releases.md). */
export const COMPOSITIONS = ['basic', 'zcdp'] as const;
export type Composition = (typeof COMPOSITIONS)[number];

export const RELEASE_MODES = ['histogram', 'dp', 'paper'] as const;
export type ReleaseMode = (typeof RELEASE_MODES)[number];

/** The account that a release of a mode is charged to. */
export const GUARANTEE_OF_MODE: Readonly<Record<ReleaseMode, Guarantee>> = {
  histogram: 'add-remove',
  dp: 'add-remove',
  paper: 'label',
};

/** Epsilon in millionths, delta in millionths of a millionth: whole numbers, decimal, without sign or leading zero. */
export interface PrivacyLoss {
  readonly microEpsilon: string;
  readonly picoDelta: string;
}

export interface AccountTerms {
  readonly guarantee: Guarantee;
  readonly composition: Composition;
  readonly cap: PrivacyLoss;
}

/** By a steward of the organisation that holds the data. */
export interface RegisterDatasetCommand extends Command {
  readonly id: string;
  /** Public for good; says nothing of any patient. */
  readonly title: string;
  /** What one unit of privacy stands for. */
  readonly unit: 'patient';
  /** SHA-256 of the scheme, canonical: how columns are read and generalised, fixed before the data is looked at. */
  readonly scheme: string;
  /** One a guarantee. */
  readonly accounts: readonly AccountTerms[];
}

/** By a steward of the owner; every member endorses it. The cap is given anew, and lower in nothing. */
export interface RaiseCapCommand extends Command {
  readonly dataset: string;
  readonly guarantee: Guarantee;
  readonly cap: PrivacyLoss;
  readonly expectedVersion?: number;
}

export interface DatasetView {
  readonly id: string;
  readonly title: string;
  /** MSP id of the organisation that holds the data. */
  readonly owner: string;
  readonly unit: 'patient';
  readonly scheme: string;
  readonly accounts: readonly AccountTerms[];
  readonly registeredBy: ActorId;
  readonly registeredAt: number;
  readonly updatedAt: number;
  readonly version: number;
}

/** What was spent of an account. */
export interface AccountView extends AccountTerms {
  readonly spent: PrivacyLoss;
  /** zCDP's rho in millionths of a millionth, whatever the composition is. */
  readonly picoRho: string;
}

/** A data set with its accounts as they stand. */
export interface BudgetView extends Omit<DatasetView, 'accounts'> {
  readonly accounts: readonly AccountView[];
}

/** By a steward of the owner. The account is charged now, and for good. */
export interface ReserveCommand extends Command {
  /** Of the release: drawn at random by who asks. */
  readonly id: string;
  readonly dataset: string;
  readonly mode: ReleaseMode;
  readonly cost: PrivacyLoss;
  /** Least patients a group of the table stands for; not for a histogram. */
  readonly k?: number;
  /** The scheme that is going to be used: must be the data set's. */
  readonly scheme: string;
  /** SHA-256 of the whole request, canonical: its parameters are bound before any noise is drawn. */
  readonly request: string;
}

/** Approve, Abort. */
export interface ReleaseCommand extends Command {
  readonly id: string;
  readonly expectedVersion?: number;
}

/** By a steward of the owner, once the artefact lies on its disk. */
export interface PublishReleaseCommand extends ReleaseCommand {
  /** SHA-256 of the artefact's manifest, which has 32 random bytes in it. */
  readonly artefact: string;
}

export const RELEASE_STATUSES = ['RESERVED', 'APPROVED', 'PUBLISHED', 'ABORTED'] as const;
export type ReleaseStatus = (typeof RELEASE_STATUSES)[number];

export interface ReleaseView {
  readonly id: string;
  readonly dataset: string;
  readonly owner: string;
  readonly mode: ReleaseMode;
  readonly guarantee: Guarantee;
  readonly cost: PrivacyLoss;
  readonly k?: number;
  readonly scheme: string;
  readonly request: string;
  readonly status: ReleaseStatus;
  readonly requestedBy: ActorId;
  readonly requestedAt: number;
  readonly approvedBy?: ActorId;
  readonly artefact?: string;
  readonly updatedAt: number;
  readonly version: number;
}

export interface DatasetsQuery {
  readonly bookmark?: string;
  /** 1 to 200, 50 unless told. */
  readonly limit?: number;
}

/** Newest first within a data set. A page may be short, or empty, and still have a bookmark. */
export interface ReleasesQuery {
  readonly dataset?: string;
  readonly status?: ReleaseStatus;
  readonly bookmark?: string;
  /** 1 to 200, 50 unless told. */
  readonly limit?: number;
}
