import {
  GUARANTEE_OF_MODE,
  type DatasetView,
  type PrivacyLoss,
  type ReleaseMode,
  type ReleaseStatus,
  type ReleaseView,
  type ReserveCommand,
  type TransactionName,
} from '../api';
import type { Actor } from './actor';
import { PICO } from './log-inverse-delta';
import { refuse, refuseInput } from './refusal';

export type ReleaseTransaction = Extract<TransactionName<'release'>, 'Approve' | 'Publish' | 'Abort'>;

/** Whose stewards: the owner's of the data set, or another organisation's. */
type Side = 'owner' | 'other';

/** The state machine of a release: from which status whose stewards bring it where. Nothing is ever paid back. */
export const RELEASE_MACHINE: Readonly<
  Record<
    ReleaseTransaction,
    { readonly from: Readonly<Record<Side, readonly ReleaseStatus[]>>; readonly to: ReleaseStatus }
  >
> = {
  Approve: { from: { owner: [], other: ['RESERVED'] }, to: 'APPROVED' },
  Publish: { from: { owner: ['APPROVED'], other: [] }, to: 'PUBLISHED' },
  // Another organisation's steward who does not approve says so by this.
  Abort: { from: { owner: ['RESERVED', 'APPROVED'], other: ['RESERVED'] }, to: 'ABORTED' },
};

/** A release that was asked for, before its cost is charged. */
export function reserve(command: ReserveCommand, dataset: DatasetView, caller: Actor, now: number): ReleaseView {
  const { id, mode, cost, k, scheme, request } = command;
  if (caller.mspId !== dataset.owner) refuse('ACCESS_RELATION');
  if (scheme !== dataset.scheme) refuse('RELEASE_SCHEME');
  checkCost(mode, cost);
  if (mode !== 'histogram' && k === undefined) refuseInput('/k', 'required-for-mode');
  if (mode === 'histogram' && k !== undefined) refuseInput('/k', 'not-for-mode');
  return {
    id,
    dataset: dataset.id,
    owner: dataset.owner,
    mode,
    guarantee: GUARANTEE_OF_MODE[mode],
    cost,
    ...(k !== undefined && { k }),
    scheme,
    request,
    status: 'RESERVED',
    requestedBy: caller.id,
    requestedAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** Nothing is free, and delta goes with the mode that needs it. */
function checkCost(mode: ReleaseMode, { microEpsilon, picoDelta }: PrivacyLoss): void {
  if (microEpsilon === '0') refuseInput('/cost/microEpsilon', 'positive');
  if (mode === 'dp' && picoDelta === '0') refuseInput('/cost/picoDelta', 'positive-for-dp');
  if (mode !== 'dp' && picoDelta !== '0') refuseInput('/cost/picoDelta', 'zero-for-mode');
  if (BigInt(picoDelta) >= PICO) refuseInput('/cost/picoDelta', 'below-one');
}

const ASKED = ['dataset', 'mode', 'k', 'scheme', 'request'] as const;

/** @throws Refusal RELEASE_EXISTS unless the same was asked for, by the same organisation, as before */
export function checkSame(existing: ReleaseView, asked: ReleaseView): void {
  const isSame =
    ASKED.every((name) => existing[name] === asked[name]) &&
    existing.cost.microEpsilon === asked.cost.microEpsilon &&
    existing.cost.picoDelta === asked.cost.picoDelta;
  if (!isSame) refuse('RELEASE_EXISTS', { status: existing.status, version: existing.version });
}

/**
 * A release in its next status.
 * @throws Refusal ACCESS_RELATION, RELEASE_OWN_APPROVAL or RELEASE_STATUS
 */
export function step(transaction: ReleaseTransaction, release: ReleaseView, caller: Actor, now: number): ReleaseView {
  const side: Side = caller.mspId === release.owner ? 'owner' : 'other';
  const { from, to } = RELEASE_MACHINE[transaction];
  if (from[side].length === 0) refuse(side === 'owner' ? 'RELEASE_OWN_APPROVAL' : 'ACCESS_RELATION');
  if (!from[side].includes(release.status)) {
    const { status, version } = release;
    refuse('RELEASE_STATUS', { status, version, allowed: allowedIn(status, side) });
  }
  return { ...release, status: to, updatedAt: now, version: release.version + 1 };
}

const allowedIn = (status: ReleaseStatus, side: Side): readonly string[] =>
  Object.entries(RELEASE_MACHINE).flatMap(([name, { from }]) => (from[side].includes(status) ? [name] : []));
