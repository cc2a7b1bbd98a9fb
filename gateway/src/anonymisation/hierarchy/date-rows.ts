import { AnonymisationError, nameSome } from '../anonymisation-error';
import { DATE_LEVELS, type DateDefinition } from './hierarchy-definition';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

const NAMES = {
  month: (date: string) => date.slice(0, 7),
  quarter: (date: string) => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`,
  year: (date: string) => date.slice(0, 4),
  decade: (date: string) => `${date.slice(0, 3)}0s`,
} as const;

/** One row a date: the date, then the month, quarter, year or decade it is in. */
export function dateRows(
  attribute: string,
  { levels = ['month', 'quarter', 'year'] }: DateDefinition,
  values: readonly string[],
): string[][] {
  const order = levels.map((level) => DATE_LEVELS.indexOf(level));
  if (order.some((position, index) => position < 0 || (index > 0 && position <= order[index - 1]!))) {
    const reason = `${attribute}: levels must be some of ${DATE_LEVELS.join(', ')}, in this order`;
    throw new AnonymisationError('hierarchy-definition', reason);
  }
  const wrong = values.filter((value) => !isDate(value));
  if (wrong.length > 0) {
    throw new AnonymisationError(
      'hierarchy-missing-value',
      `${attribute} has no YYYY-MM-DD date in ${nameSome(wrong)}`,
    );
  }
  return values.map((date) => [date, ...levels.map((level) => NAMES[level](date))]);
}

/** Whether a value is a day as YYYY-MM-DD. */
export function isDate(value: string): boolean {
  const time = DATE.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
