import type { PublicSummary } from '@rxledger/chaincode/api';

/** Fields of base data, at any depth, that say who somebody is. */
const TELLING =
  /^(.*name|given|family|birth.*|address|street|city|postcode|postalcode|phone|telephone|mobile|e-?mail|identifiers?|insurance.*|passport.*|id)$/i;
/** Shorter words stand in any text. */
const SHORTEST = 3;

/** What base data says of who the patient is: names, dates, numbers; whole, and word by word. */
export function knownNames(base: unknown): readonly string[] {
  const found = new Set<string>();
  collect(base, false, found);
  return [...found];
}

function collect(value: unknown, isTelling: boolean, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, isTelling, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) collect(member, isTelling || TELLING.test(name), found);
  } else if (isTelling && (typeof value === 'string' || typeof value === 'number')) {
    for (const word of [String(value), ...String(value).split(/[\s,;]+/)]) {
      if (word.trim().length >= SHORTEST) found.add(word.trim().toLowerCase());
    }
  }
}

/** The fields of a summary that hold any of these words, whole. */
export function fieldsWith({ title, text, outcome }: PublicSummary, names: readonly string[]): readonly string[] {
  const fields = Object.entries({ title, text, outcome }).filter((entry): entry is [string, string] => {
    const [, value] = entry;
    return value !== undefined && names.some((name) => holds(value.toLowerCase(), name));
  });
  return fields.map(([name]) => `/summary/${name}`);
}

/** Stands the word there by itself, and not inside a longer one? */
function holds(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isInside = /[\p{L}\p{N}]/u;
    if (!isInside.test(text[at - 1] ?? '') && !isInside.test(text[at + word.length] ?? '')) return true;
  }
  return false;
}
