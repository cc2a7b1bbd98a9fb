import type { FindingsView, PolicyParameters, ReasonedCommand, ReviewView } from '../api';
import type { Actor } from './actor';
import { MINUTE } from './duration';
import { advance, type PrescriptionHeader } from './prescription';
import { refuse } from './refusal';

const isLive = (review: ReviewView | undefined, now: number): review is ReviewView & { leaseUntil: number } =>
  review?.leaseUntil !== undefined && now <= review.leaseUntil;

/** @throws Refusal RX_NOT_CLAIMED unless the caller holds a live review lease */
function checkLease(header: PrescriptionHeader, caller: Actor, now: number): void {
  if (isLive(header.review, now) && header.review.reviewer === caller.id) return;
  refuse('RX_NOT_CLAIMED', { status: header.status, version: header.version, allowed: ['ClaimReview'] });
}

/** @throws Refusal RX_CLAIMED while another reviewer holds a live lease */
function checkFree(header: PrescriptionHeader, caller: Actor, now: number): void {
  if (isLive(header.review, now) && header.review.reviewer !== caller.id) {
    refuse('RX_CLAIMED', { status: header.status, version: header.version, until: header.review.leaseUntil });
  }
}

/** A lease for one reviewer; the reviewer who has it may renew it. */
export function claimReview(
  header: PrescriptionHeader,
  caller: Actor,
  policy: PolicyParameters,
  now: number,
): PrescriptionHeader {
  checkFree(header, caller, now);
  const review = { ...header.review, reviewer: caller.id, leaseUntil: now + policy.reviewLeaseMinutes * MINUTE };
  return advance(header, now, { status: 'IN_REVIEW', review });
}

/** What the rules found. An approval given on other findings does not count for these. */
export function recordFindings(
  header: PrescriptionHeader,
  caller: Actor,
  findings: FindingsView,
  now: number,
): PrescriptionHeader {
  checkLease(header, caller, now);
  const { firstApproval, findings: earlier, ...lease } = header.review ?? {};
  const isSame = earlier?.rulePack === findings.rulePack && earlier.isBlocking === findings.isBlocking;
  return advance(header, now, {
    review: { ...lease, findings, ...(isSame && firstApproval !== undefined && { firstApproval }) },
    kept: [...new Set([...header.kept, 'findings' as const])],
  });
}

/**
 * An approval. Where a finding blocks or a drug is controlled it takes two: the first frees the lease and is noted; the
 * second, by another reviewer, needs no claim of its own.
 */
export function approve(
  header: PrescriptionHeader,
  caller: Actor,
  hasControlledDrug: boolean,
  now: number,
): PrescriptionHeader {
  const review = header.review ?? {};
  if (review.firstApproval === caller.id)
    refuse('RX_SAME_REVIEWER', { status: header.status, version: header.version });
  if (review.firstApproval === undefined) checkLease(header, caller, now);
  else checkFree(header, caller, now);
  const { findings } = review;
  if (findings === undefined) {
    return refuse('RX_FINDINGS_MISSING', { status: header.status, allowed: ['RecordFindings'] });
  }
  if (review.firstApproval === undefined && (findings.isBlocking || hasControlledDrug)) {
    return advance(header, now, { review: { findings, firstApproval: caller.id } });
  }
  const { firstApproval } = review;
  return advance(header, now, {
    status: 'APPROVED',
    approvedAt: now,
    review: { reviewer: caller.id, findings, ...(firstApproval !== undefined && { firstApproval }) },
  });
}

/** Back to the physician, or refused for good: with reasons, and without any approval given so far. */
export function decideAgainst(
  header: PrescriptionHeader,
  caller: Actor,
  command: ReasonedCommand,
  decision: 'RETURNED' | 'REFUSED',
  hasReasonText: boolean,
  now: number,
): PrescriptionHeader {
  checkLease(header, caller, now);
  const findings = header.review?.findings;
  return advance(header, now, {
    status: decision,
    review: { reviewer: caller.id, ...(findings !== undefined && { findings }) },
    reasonCodes: command.reasonCodes,
    ...(hasReasonText && { kept: [...new Set([...header.kept, 'reason' as const])] }),
  });
}
