import type { ErrorCode } from '@rxledger/chaincode/api';
import type { Caller } from '../http/caller';
import type { WorkStep } from './work';

/** Where the making of a release stands. The last three are ends; `failed` and `cancelled` leave it charged. */
export const PUBLICATION_PHASES = [
  'queued',
  'counting',
  'counted',
  'drawing',
  'drawn',
  'written',
  'published',
  'failed',
  'cancelled',
] as const;
export type PublicationPhase = (typeof PUBLICATION_PHASES)[number];

const ENDS: readonly PublicationPhase[] = ['published', 'failed', 'cancelled'];

/** The job that makes a release, as its gateway keeps it across restarts. */
export interface Publication {
  readonly release: string;
  readonly phase: PublicationPhase;
  /** How far the phase is, from 0 to 1, where it takes a while: not kept across restarts. */
  readonly part?: number;
  /** Why it failed. */
  readonly code?: ErrorCode;
  /** A rule that the rows break. */
  readonly rule?: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly updatedAt: number;
}

/** With the steward who asked for it, whose key signs what comes of it. */
export interface KeptPublication extends Publication {
  readonly caller: Caller;
}

export const isEnded = ({ phase }: Pick<Publication, 'phase'>): boolean => ENDS.includes(phase);

/** Every step of the work is a phase of its own. */
export const phaseOf = (step: WorkStep): PublicationPhase => step;
