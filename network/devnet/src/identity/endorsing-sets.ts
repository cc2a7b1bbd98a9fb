/** More organisations than this are not searched: two to the power of them is too many. */
const searchable = 16;

/** The subsets of `items` with `size` elements, in order. */
function* subsets<T>(items: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let index = from; index <= items.length - size; index += 1) {
    for (const rest of subsets(items, size - 1, index + 1)) yield [items[index] as T, ...rest];
  }
}

/**
 * The least sets of organisations for which `isEnough` holds, smallest first, then in the order of `organisations`. A set that holds a smaller
 * one found is left out.
 */
export const leastSets = (
  organisations: readonly string[],
  isEnough: (chosen: readonly string[]) => boolean,
): readonly (readonly string[])[] => {
  const candidates = organisations.slice(0, searchable);
  const found: string[][] = [];
  for (let size = 0; size <= candidates.length; size += 1) {
    for (const chosen of subsets(candidates, size)) {
      const holdsSmaller = found.some((smaller) => smaller.every((organisation) => chosen.includes(organisation)));
      if (!holdsSmaller && isEnough(chosen)) found.push(chosen);
    }
  }
  return found;
};
