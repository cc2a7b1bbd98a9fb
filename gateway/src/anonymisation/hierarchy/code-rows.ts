import { AnonymisationError, nameSome } from '../anonymisation-error';
import { chapterOf } from './icd-10-chapters';

/** What a classification's codes look like, and what each level keeps of one. */
const CLASSIFICATIONS = {
  atc: {
    pattern: /^[A-Z]\d{2}[A-Z]{2}\d{2}$/,
    shape: 'a full ATC code such as C09AA05',
    levels: [5, 4, 3, 1].map((length) => (code: string) => code.slice(0, length)),
  },
  'icd-10': {
    pattern: /^[A-Z]\d[\dA-Z](\.[\dA-Z]{1,4})?$/,
    shape: 'an ICD-10 code such as I10 or E11.9',
    levels: [(code: string) => code.slice(0, 3), chapterOf],
  },
} as const;

/** One row a code: the code, then what stands above it: ATC's five levels, ICD-10's category and chapter. */
export function codeRows(attribute: string, kind: keyof typeof CLASSIFICATIONS, values: readonly string[]): string[][] {
  const { shape, levels } = CLASSIFICATIONS[kind];
  const wrong = values.filter((value) => !isCode(kind, value));
  if (wrong.length > 0) {
    throw new AnonymisationError('hierarchy-missing-value', `${attribute} must be ${shape}, not ${nameSome(wrong)}`);
  }
  return values.map((code) => [code, ...levels.map((level) => level(code)!)]);
}

/** Whether a value is a code of a classification, in the shape that its hierarchy needs. */
export function isCode(kind: keyof typeof CLASSIFICATIONS, value: string): boolean {
  const { pattern, levels } = CLASSIFICATIONS[kind];
  return pattern.test(value) && levels.every((level) => level(value) !== undefined);
}
