/**
 * What a dosage instruction comes to in a day. Whole numbers throughout, so that every machine finds the same:
 * thousandths of a unit, or micrograms where the instruction itself names a mass.
 */
export interface DailyAmount {
  readonly of: 'unit' | 'mass';
  readonly thousandths: number;
  readonly isWeekly: boolean;
}

const NUMBER = '(\\d{1,4}(?:[.,]\\d{1,3})?|½|half|one|two|three|four)';
const TIMES =
  '(?:(once|twice|thrice|(?:\\d{1,2}|one|two|three|four|five|six) ?(?:times|x)|x ?\\d{1,2})|every (\\d{1,2}) ?(?:hours|hrs|h))';
const SCHEME = /^(?:(?:\d{1,2}(?:[.,]\d{1,3})?|½)-){2,3}(?:\d{1,2}(?:[.,]\d{1,3})?|½)(?= |$)/;
const CEILING = new RegExp(
  `\\b(?:max\\.?|maximum|at most|not more than|up to) (?:of )?${NUMBER} ?([a-zµ]{1,24})?[a-z() ]{0,20}? ?\\b(?:a|per|in one|in any|in) ?(?:day|24 hours|24 h)\\b`,
);
/** "Up to 2 tablets twice a day" is no daily maximum of two. */
const IS_EACH_TIME = /times|once|twice|thrice|every|each/;
/** Tablet, capsule, puff(s); none of the words that begin what follows. */
const NOUN =
  '(?:(?:an? )?(?!(?:every|each|per|a|once|twice|thrice|one|two|three|four|five|six|daily|weekly|x)\\b)[a-z()]{1,24})?';
const PHRASE = new RegExp(
  `^(?:take )?${NUMBER} ?(mg|mcg|µg|micrograms?|g)?\\b ?${NOUN} ?(?:${TIMES})? ?(?:(a|per|each|every) (day|week)|daily|weekly)?`,
);
const DURATION = /\bfor (?:\d{1,3}|one|two|three|four|five|six|seven|ten) (?:days?|weeks?|months?)\b/g;
/** Another amount, another time or a change: what follows is not understood, so nothing is. */
const MORE =
  /[;,\d½]|\b(?:then|followed|and|or|half|one|two|three|four|five|six|once|twice|thrice|double|increas|reduc|titrat)/;

/**
 * Reads a dosage instruction in the forms that can be read without doubt; anything else is left to the reviewer.
 * `1-0-1`, `2 tablets 3 times a day`, `500 mg every 8 hours`, `1 tablet once a week`, `... up to 8 a day`.
 */
export function dailyAmount(dosage: string): DailyAmount | undefined {
  const text = dosage.trim().toLowerCase().replace(/\s+/g, ' ');
  if (/\b(?:max|maximum|at most|not more than|up to)\b/.test(text)) return ceiling(text);
  return scheme(text) ?? phrase(text);
}

function ceiling(text: string): DailyAmount | undefined {
  const found = CEILING.exec(text);
  return found === null || IS_EACH_TIME.test(found[0]) ? undefined : amount(found[1]!, found[2], 1, false);
}

function scheme(text: string): DailyAmount | undefined {
  const found = SCHEME.exec(text)?.[0];
  if (found === undefined) return undefined;
  if (hasMore(text.slice(found.length))) return undefined;
  const parts = found.split('-').map(thousandths);
  return { of: 'unit', thousandths: parts.reduce((sum, part) => sum + part, 0), isWeekly: false };
}

function phrase(text: string): DailyAmount | undefined {
  const found = PHRASE.exec(text);
  if (found === null || hasMore(text.slice(found[0].length))) return undefined;
  const [whole, number, mass, times, hours, , period] = found;
  const isWeekly = period === 'week' || whole.endsWith('weekly');
  const isDaily = period === 'day' || whole.endsWith('daily') || hours !== undefined;
  if (!isWeekly && !isDaily) return undefined;
  const perDay = hours === undefined ? count(times) : Math.ceil(24 / Math.max(1, Number(hours)));
  return amount(number!, mass, perDay, isWeekly);
}

const hasMore = (rest: string): boolean => MORE.test(rest.replaceAll(DURATION, ''));

function amount(number: string, mass: string | undefined, times: number, isWeekly: boolean): DailyAmount {
  const scale = MASS[mass ?? ''];
  const once = thousandths(number);
  const perPeriod = (scale === undefined ? once : (once * scale) / 1000) * times;
  const perDay = isWeekly ? Math.ceil(perPeriod / 7) : Math.ceil(perPeriod);
  return { of: scale === undefined ? 'unit' : 'mass', thousandths: perDay, isWeekly };
}

/** Micrograms in one of each. */
const MASS: Readonly<Record<string, number>> = {
  g: 1_000_000,
  mg: 1000,
  mcg: 1,
  µg: 1,
  microgram: 1,
  micrograms: 1,
};

const WORDS: Readonly<Record<string, number>> = {
  once: 1,
  one: 1,
  twice: 2,
  two: 2,
  thrice: 3,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
};

function count(times: string | undefined): number {
  if (times === undefined) return 1;
  const [digits] = /\d+/.exec(times) ?? [];
  return digits === undefined ? (WORDS[/^[a-z]+/.exec(times)?.[0] ?? ''] ?? 1) : Number(digits);
}

function thousandths(number: string): number {
  if (number === '½' || number === 'half') return 500;
  const word = WORDS[number];
  if (word !== undefined) return word * 1000;
  const [whole = '0', part = ''] = number.split(/[.,]/);
  return Number(whole) * 1000 + Number(part.padEnd(3, '0'));
}
