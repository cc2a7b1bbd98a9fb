import {
  MOST_WRAPS,
  SECTION_RECIPIENTS,
  ownerOfKey,
  type ActorId,
  type GrantView,
  type Section,
  type Wrap,
} from '../api';
import { refuse, refuseInput } from './refusal';

/** Who may be given a wrap of a section. */
export interface Circle {
  readonly section: Section;
  readonly hospital: string;
  readonly patient: ActorId;
  /** Live grants to read the section. */
  readonly grants: readonly GrantView[];
  /** Who writes by consent, and their organisation: they may read back what they wrote. */
  readonly authors: readonly string[];
}

const isEmergencyKey = (kid: string): boolean => kid.includes('/emergency/');
const isOrganisation = (owner: string): boolean => !owner.includes(':');

function isWithin(circle: Circle, kid: string): boolean {
  const owner = ownerOfKey(kid);
  // The hospital holds the ciphertext: with an emergency key too it would need nobody to read.
  if (isEmergencyKey(kid)) return isOrganisation(owner) && owner !== circle.hospital;
  if (owner === circle.patient || circle.grants.some(({ grantee }) => grantee === owner)) return true;
  if (circle.section === 'examination') return false;
  return owner === circle.hospital || circle.authors.includes(owner);
}

/** @throws Refusal INPUT_INVALID naming each wrap that is for nobody who may have it, or stands twice */
export function checkWithin(circle: Circle, wraps: readonly Wrap[], path: string): void {
  if (wraps.length > MOST_WRAPS) refuseInput(path, 'maximum-items');
  const seen = new Set<string>();
  const faults = wraps.flatMap(({ header: { kid } }, index) => {
    const place = `${path}/${index}/header/kid`;
    if (seen.has(kid)) return [{ path: place, rule: 'once' }];
    seen.add(kid);
    return isWithin(circle, kid) ? [] : [{ path: place, rule: 'recipient' }];
  });
  if (faults.length > 0) refuse('INPUT_INVALID', { faults: faults.slice(0, 50) });
}

/** @throws Refusal INPUT_INVALID naming whom a new version is not wrapped for: hospital, patient, a custodian */
export function checkComplete(circle: Circle, wraps: readonly Wrap[], path: string): void {
  const kids = wraps.map(({ header }) => header.kid);
  const owners = new Set(kids.filter((kid) => !isEmergencyKey(kid)).map(ownerOfKey));
  const missing = SECTION_RECIPIENTS[circle.section].filter((party) => !owners.has(circle[party]));
  const rules = [...missing, ...(kids.some(isEmergencyKey) ? [] : ['custodian'])];
  if (rules.length > 0) refuse('INPUT_INVALID', { faults: rules.map((rule) => ({ path, rule: `for-${rule}` })) });
}

/** Keys of organisations: public, so that whether they are in use can be looked up. */
export const organisationKeysOf = (wraps: readonly Wrap[]): readonly string[] =>
  wraps.map(({ header }) => header.kid).filter((kid) => isOrganisation(ownerOfKey(kid)));
