import { AnonymisationError } from '../anonymisation-error';
import type { MaskDefinition, PrefixDefinition } from './hierarchy-definition';

const MASK = '*';

/** One row a value: the value, then its first characters, one cut a length. */
export function prefixRows(attribute: string, { lengths }: PrefixDefinition, values: readonly string[]): string[][] {
  const isDescending = lengths.every((length, index) => index === 0 || length < lengths[index - 1]!);
  if (!isDescending || lengths.some((length) => !Number.isSafeInteger(length) || length < 1)) {
    throw new AnonymisationError('hierarchy-definition', `${attribute}: lengths must be whole numbers, most first`);
  }
  return values.map((value) => [value, ...lengths.map((length) => `${value.slice(0, length)}${MASK}`)]);
}

/** One row a value: the value, then one more character masked at each level; shorter values are padded with the mask. */
export function maskRows({ from = 'right' }: MaskDefinition, values: readonly string[]): string[][] {
  const longest = values.reduce((most, value) => Math.max(most, value.length), 0);
  return values.map((value) => {
    const padded = from === 'right' ? value.padEnd(longest, MASK) : value.padStart(longest, MASK);
    const masked = Array.from({ length: Math.max(0, longest - 1) }, (_, index) => {
      const stays = longest - index - 1;
      return from === 'right'
        ? padded.slice(0, stays).padEnd(longest, MASK)
        : padded.slice(longest - stays).padStart(longest, MASK);
    });
    return [value, ...masked];
  });
}
