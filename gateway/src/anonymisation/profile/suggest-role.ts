import type { HierarchyDefinition } from '../hierarchy/hierarchy-definition';
import { MOST_LEAVES } from '../hierarchy/interval-rows';
import type { ColumnProfile, ColumnType } from './column-type';

/** What a column could be in a release. A suggestion: the steward decides. */
export type Suggestion = { readonly why: string } & (
  | { readonly role: 'patient' | 'left-out' }
  | { readonly role: 'sensitive'; readonly positive: readonly string[] }
  | {
      readonly role: 'quasi-identifier';
      readonly hierarchy: HierarchyDefinition;
      readonly level: number;
      /** Values that were not written down because few rows have them. */
      readonly rare: number;
    }
);

/** A value that fewer rows have is not written down: it could tell of a single patient. */
export const RARE = 10;

type Suggest = (profile: ColumnProfile, keepRare: boolean) => Suggestion;

const leftOut = (why: string): Suggestion => ({ role: 'left-out', why });
const generalised = (why: string, hierarchy: HierarchyDefinition, level: number, rare = 0): Suggestion => ({
  role: 'quasi-identifier',
  why,
  hierarchy,
  level,
  rare,
});

/** Level and hierarchy follow from the type, and not from how the values are spread: so they tell little of the data. */
const BY_TYPE: Readonly<Record<ColumnType, Suggest>> = {
  'unique-id': () => leftOut('every row has a value of its own: it names the patient'),
  'free-text': () => leftOut('free text, or too many values: nothing generalises it'),
  decimal: () => leftOut('decimals have no hierarchy: round them to whole numbers first to release them'),
  date: () => generalised('days, by the year', { kind: 'date', levels: ['month', 'quarter', 'year'] }, 3),
  atc: () => generalised('ATC codes, by the therapeutic group', { kind: 'atc' }, 3),
  'icd-10': () => generalised('ICD-10 codes, by the chapter', { kind: 'icd-10' }, 2),
  postcode: ({ values }) => {
    const length = values[0]!.value.length;
    const lengths = Array.from({ length: Math.min(4, length - 1) }, (_, at) => length - 1 - at);
    return generalised('codes that are cut from the right', { kind: 'prefix', lengths }, Math.min(2, lengths.length));
  },
  integer: ({ values }) => bands(values.map(({ value }) => Number(value))),
  category: ({ values }, keepRare) => {
    const written = values.filter(({ rows }) => keepRare || rows >= RARE).map(({ value }) => value);
    if (written.length === 0) return leftOut(`no value has ${RARE} rows`);
    const rare = values.length - written.length;
    return generalised('few values, as they are; or put them into groups', { kind: 'flat', values: written }, 0, rare);
  },
};

/** @param keepRare - whether values that few rows have are written down as well */
export const suggestRole = (profile: ColumnProfile, keepRare: boolean): Suggestion =>
  BY_TYPE[profile.type](profile, keepRare);

/** Bands from one round number to another: the least and the greatest value of the data are not told. */
function bands(values: readonly number[]): Suggestion {
  const least = values.reduce((one, other) => Math.min(one, other));
  const most = values.reduce((one, other) => Math.max(one, other));
  if (least >= 0 && most < 120)
    return generalised('whole numbers, in bands', { kind: 'interval', from: 0, to: 119, widths: [5, 10, 20] }, 2);
  const unit = 10 ** Math.max(1, Math.floor(Math.log10(most - least)) - 1);
  const from = Math.floor(least / (10 * unit)) * 10 * unit;
  const to = Math.ceil((most + 1) / (10 * unit)) * 10 * unit - 1;
  if (to - from >= MOST_LEAVES) return leftOut(`a range of ${MOST_LEAVES} numbers and more: put them into bands first`);
  return generalised('whole numbers, in bands', { kind: 'interval', from, to, widths: [unit, 5 * unit, 10 * unit] }, 2);
}

const PATIENT_NAME = /patient|person|subject|pseudonym|^id$|^mrn$/i;

/** The column that tells patients apart: by its name, or else one whose values are all different. */
export const findPatient = (profiles: readonly ColumnProfile[]): string | undefined =>
  (
    profiles.find(({ name, type }) => PATIENT_NAME.test(name) && type === 'unique-id') ??
    profiles.find(({ name }) => PATIENT_NAME.test(name)) ??
    profiles.find(({ type }) => type === 'unique-id')
  )?.name;

const YES = ['yes', 'y', 'true', 'positive', '1'];
const NO = ['no', 'n', 'false', 'negative', '0'];

/** The positive values of a column of yes and no; undefined for any other. */
export function yesOf({ values }: ColumnProfile): readonly string[] | undefined {
  const among = (words: readonly string[]): string[] =>
    values.map(({ value }) => value).filter((value) => words.includes(value.toLowerCase()));
  const [yes, no] = [among(YES), among(NO)];
  return yes.length > 0 && no.length > 0 && yes.length + no.length === values.length ? yes : undefined;
}
