import type { EmergencyReviewView, EmergencyView, Page } from '../api';
import type { Emergency } from '../domain/emergency';
import { refuse } from '../domain/refusal';
import { KEY_TYPE, keys } from './keys';
import { parseValue, readPage, type Paging } from './pages';
import { readState, requireSigners, writeState } from './state';
import type { Stub } from './stub';

export const findEmergency = (stub: Stub, id: string, emergency: string): Promise<Emergency | undefined> =>
  readState<Emergency>(stub, keys.emergency(stub, id, emergency));

/** @throws Refusal CASE_EMERGENCY_NOT_FOUND */
export const readEmergency = async (stub: Stub, id: string, emergency: string): Promise<Emergency> =>
  (await findEmergency(stub, id, emergency)) ?? refuse('CASE_EMERGENCY_NOT_FOUND');

/** Written once, and listed until somebody has reviewed it. */
export async function addEmergency(stub: Stub, emergency: Emergency): Promise<void> {
  const key = keys.emergency(stub, emergency.case, emergency.id);
  await writeState(stub, key, emergency);
  await requireSigners(stub, key, emergency.hospital);
  await writeState(stub, keys.unreviewed(stub, emergency.at, emergency.case, emergency.id), {});
}

export const findReview = (stub: Stub, { case: id, id: emergency }: Emergency) =>
  readState<EmergencyReviewView>(stub, keys.review(stub, id, emergency));

/** A verdict is signed for by the auditor's organisation. */
export async function addReview(
  stub: Stub,
  { case: id, id: emergency, at }: Emergency,
  review: EmergencyReviewView,
  organisation: string,
): Promise<void> {
  const key = keys.review(stub, id, emergency);
  await writeState(stub, key, review);
  await requireSigners(stub, key, organisation);
  await stub.deleteState(keys.unreviewed(stub, at, id, emergency));
}

/** With its review, where there is one. */
export async function withReview(stub: Stub, emergency: Emergency): Promise<EmergencyView> {
  const review = await findReview(stub, emergency);
  return { ...emergency, ...(review !== undefined && { review }) };
}

/** Of a case. A range read: for queries alone. */
export const listEmergencies = (stub: Stub, id: string, paging: Paging): Promise<Page<EmergencyView>> =>
  readPage(stub, KEY_TYPE.emergency, [id], paging, ({ value }) => withReview(stub, parseValue<Emergency>(value)));

/** What nobody has reviewed, of all cases, oldest first. A range read: for queries alone. */
export const listUnreviewed = (stub: Stub, paging: Paging): Promise<Page<EmergencyView>> =>
  readPage(stub, KEY_TYPE.unreviewed, [], paging, ({ parts }) => findEmergency(stub, parts[1]!, parts[2]!));
