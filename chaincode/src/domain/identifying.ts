import type { PublicSummary } from '../api';
import { refuse } from './refusal';
import type { Fault } from './validation/schema';

const MONTHS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';

/** What looks like an identifier. A sieve, not a proof: names are for who publishes, and for the gateway, to know. */
const SIGNS: readonly (readonly [string, RegExp])[] = [
  ['date', /\b\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b/],
  ['date', new RegExp(`\\b\\d{1,2}(?:st|nd|rd|th)?[ .]{1,2}(?:of )?(?:${MONTHS})\\b`, 'i')],
  ['date', new RegExp(`\\b(?:${MONTHS})\\.? \\d{1,4}\\b`, 'i')],
  ['e-mail', /\S@\S/],
  ['link', /\bhttps?:|\bwww\./i],
  ['telephone', /\+\d|\b\d[\d ()/-]{6,}\d\b/],
  ['number', /\d{5,}|\b[A-Z]{1,4}[- ]?\d{5,}\b/i],
  ['name', /\b(?:Mr|Mrs|Ms|Miss|Herr|Frau|Mme|Sr|Sra)\b\.? +\p{Lu}/u],
  ['actor', /[A-Za-z]:[a-z0-9]+-[a-z0-9]/],
];

const faultsOf = (path: string, text: string): readonly Fault[] =>
  [...new Set(SIGNS.filter(([, sign]) => sign.test(text)).map(([rule]) => rule))].map((rule) => ({ path, rule }));

/** @throws Refusal CASE_IDENTIFYING naming each field and what it seems to hold */
export function checkNotIdentifying({ title, text, outcome }: PublicSummary): void {
  const faults = Object.entries({ title, text, outcome }).flatMap(([name, value]) =>
    value === undefined ? [] : faultsOf(`/summary/${name}`, value),
  );
  if (faults.length > 0) refuse('CASE_IDENTIFYING', { faults });
}
