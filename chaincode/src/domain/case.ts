import type { AddVersionCommand, CaseView, OpenCaseCommand, SealedContent, TreatingView, VersionView } from '../api';
import type { Actor } from './actor';
import { refuse, refuseInput } from './refusal';

/** How far a section has come. */
export interface SectionHead {
  /** The latest version. */
  readonly version: number;
  readonly updatedAt: number;
}

/** A new case at the caller's hospital. */
export const openCase = (command: OpenCaseCommand, caller: Actor, now: number): CaseView => ({
  id: command.case,
  hospital: caller.mspId,
  subject: command.subject,
  status: 'open',
  openedAt: now,
  updatedAt: now,
});

/** Close or reopen. @throws Refusal CASE_STATUS */
export function changeCase(name: 'Close' | 'Reopen', head: CaseView, now: number): CaseView {
  const from = name === 'Close' ? 'open' : 'closed';
  if (head.status !== from) refuse('CASE_STATUS', { status: head.status });
  return { ...head, status: name === 'Close' ? 'closed' : 'open', updatedAt: now };
}

/** @throws Refusal CASE_STATUS unless it is open */
export function checkOpen(head: CaseView): void {
  if (head.status !== 'open') refuse('CASE_STATUS', { status: head.status, allowed: ['case:Reopen'] });
}

/** The next version of a section. @throws Refusal CASE_VERSION_STALE */
export function addVersion(
  command: AddVersionCommand,
  latest: SectionHead | undefined,
  content: SealedContent,
  caller: Actor,
  now: number,
): VersionView {
  const version = (latest?.version ?? 0) + 1;
  if (command.version !== version) refuse('CASE_VERSION_STALE', { version: version - 1 });
  return {
    case: command.case,
    section: command.section,
    version,
    commitment: command.commitment,
    author: caller.id,
    role: caller.role,
    organisation: caller.mspId,
    basis: command.basis,
    purpose: command.purpose,
    ...(command.grant !== undefined && { grant: command.grant }),
    at: now,
    size: content.ciphertext.length,
    attachments: command.attachments ?? [],
  };
}

/** Somebody of the hospital begins or ends treating. */
export function treat(
  head: CaseView,
  person: TreatingView['person'],
  isTreating: boolean,
  caller: Actor,
  now: number,
): TreatingView {
  if (!person.startsWith(`${head.hospital}:`)) refuseInput('/person', 'of-the-hospital');
  return { case: head.id, person, isTreating, updatedAt: now, updatedBy: caller.id };
}
