import { AnonymisationError } from '../anonymisation-error';
import type { IntervalDefinition } from './hierarchy-definition';

/** Above this, a hierarchy of single numbers is a mistake. */
export const MOST_LEAVES = 1_000_000;

/** One row a whole number: the number, then the band it is in, one band a width. */
export function intervalRows(attribute: string, { from, to, widths }: IntervalDefinition): string[][] {
  const refuse = (reason: string): never => {
    throw new AnonymisationError('hierarchy-definition', `${attribute}: ${reason}`);
  };
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) refuse('from and to must be whole numbers');
  if (to < from) refuse(`to (${to}) is below from (${from})`);
  if (to - from >= MOST_LEAVES) refuse(`from ${from} to ${to} is more than ${MOST_LEAVES} values`);
  widths.forEach((width, index) => {
    if (!Number.isSafeInteger(width) || width < 2) refuse(`a band is at least 2 wide, not ${width}`);
    const narrower = widths[index - 1] ?? 1;
    if (width % narrower !== 0 || width === narrower) refuse(`width ${width} must be a multiple of ${narrower}`);
  });
  return Array.from({ length: to - from + 1 }, (_, offset) => [
    String(from + offset),
    ...widths.map((width) => band(from, to, offset, width)),
  ]);
}

function band(from: number, to: number, offset: number, width: number): string {
  const low = from + Math.floor(offset / width) * width;
  return `${low}-${Math.min(low + width - 1, to)}`;
}
