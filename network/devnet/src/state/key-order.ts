const FIRST_SURROGATE = 0xd800;
const AFTER_SURROGATES = 0xe000;

/** Moves surrogates behind the rest of the basic plane, so that code units compare as UTF-8 bytes would. */
function rank(unit: number): number {
  if (unit < FIRST_SURROGATE) return unit;
  return unit >= AFTER_SURROGATES ? unit - 0x800 : unit + 0x2000;
}

/**
 * Order of keys in Fabric's state: by UTF-8 bytes. JavaScript's `<` goes by UTF-16 units and differs as soon as a
 * character beyond U+FFFF is involved, and the end of every composite-key range is one.
 */
export function compareKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Keys of a map in the order of the state. */
export function sortedKeys(map: ReadonlyMap<string, unknown>): string[] {
  const keys = [...map.keys()];
  return keys.length > 1 ? keys.sort(compareKeys) : keys;
}
