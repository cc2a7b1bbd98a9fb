import type { Section } from '@rxledger/chaincode/api';
import { succeed, type HttpClient } from '../http-client';
import { load } from '../load';
import { inThirtyDays } from '../prescription';

/** Who the cases are about. */
export const PATIENT = 'HospitalMSP:patient-1';

/** Where a version is to be written: no two that are under way at once share a section. */
export interface Place {
  readonly case: string;
  readonly section: Section;
  readonly version: number;
}

/** The sections that the hospital can read back. */
const SECTIONS = ['treatment', 'base', 'cost'] as const;

/** Opens cases through the gateway. @returns their ids */
export async function openCases({ call }: HttpClient, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  await load(count, 16, async () => {
    ids.push((await succeed(call('POST', '/cases', { body: { patient: PATIENT } })))['id'] as string);
  });
  return ids;
}

/** Hands out places in turn, so that sections grow by few versions and evenly, whoever writes. */
export function placesIn(cases: readonly string[]): (count: number) => readonly Place[] {
  const rows = SECTIONS.flatMap((section) => cases.map((id) => ({ case: id, section })));
  let taken = 0;
  return (count) => {
    if (count > rows.length) throw new Error(`only ${rows.length} sections to write at once`);
    return Array.from({ length: count }, () => {
      const version = Math.floor(taken / rows.length) + 1;
      return { ...rows[taken++ % rows.length]!, version };
    });
  };
}

/** What each version says: about a kilobyte, as a page of a physician's notes. */
export const CONTENT = {
  diagnosis: 'J01.9',
  seenAgain: inThirtyDays(),
  notes: Array.from(
    { length: 12 },
    (_, day) => `Day ${day + 1}: pressure pain less than before; rest, fluids, no fever.`,
  ),
} as const;
