import { PATTERNS, SECTIONS } from '../../api';
import { list, matching, oneOf, optional, whole, type Check } from './schema';

const identifier = (name: keyof typeof PATTERNS) => matching(PATTERNS[name], name);

/** Checks of the identifiers of `PATTERNS`, each under its own name as rule. */
export const prescriptionId = identifier('prescriptionId');
export const commandId = identifier('commandId');
export const enrolmentId = identifier('enrolmentId');
export const mspId = identifier('mspId');
export const actorId = identifier('actorId');
export const digest = identifier('digest');
export const salt = identifier('salt');
export const redemptionCode = identifier('redemptionCode');
export const reasonCode = identifier('reasonCode');
export const atc = identifier('atc');
export const recordId = identifier('recordId');
export const datasetId = identifier('datasetId');
export const amount = identifier('amount');
export const keyId = identifier('keyId');
export const base64url = identifier('base64url');
export const icd10 = identifier('icd10');
/** A code, or the beginning of one. */
export const icd10Prefix = matching('^[A-Z]([0-9]([0-9](\\.[0-9A-Z]{0,4})?)?)?$', 'icd10');
export const section = oneOf(SECTIONS);

/** Milliseconds since the epoch. */
export const instant = whole(0, 8_640_000_000_000_000);
/** The version a command expects its object to have. */
export const version = optional(whole(1, Number.MAX_SAFE_INTEGER));

/** What every command on a prescription has. */
export const prescriptionCommand = { commandId, id: prescriptionId, expectedVersion: version } as const;

/** What every command on a case has. */
export const caseCommand = { commandId, case: recordId } as const;

/** A list in which nothing stands twice. */
export const distinct =
  (items: Check): Check =>
  (value, path, faults) => {
    const before = faults.length;
    items(value, path, faults);
    if (faults.length > before) return;
    (value as readonly unknown[]).forEach((entry, index, all) => {
      if (all.indexOf(entry) !== index) faults.push({ path: `${path}/${index}`, rule: 'once' });
    });
  };

export const sections = distinct(list(section, 1, SECTIONS.length));

/** Where a page begins and how long it is. */
export const paging = {
  bookmark: optional(matching('^[A-Za-z0-9_-]{1,1000}$', 'bookmark')),
  limit: optional(whole(1, 200)),
} as const;
