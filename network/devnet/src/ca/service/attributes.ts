import type { Attribute } from '../registry/identities';

/** The value of an attribute, or nothing where there is none. */
export const attributeOf = (attributes: readonly Attribute[], name: string): string | undefined =>
  attributes.findLast((attribute) => attribute.name === name)?.value;

/** The attributes with `changes` made: a new value replaces an old one, an empty value removes it. */
export function changeAttributes(attributes: readonly Attribute[], changes: readonly Attribute[]): Attribute[] {
  const changed = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  for (const change of changes) {
    if (change.value === '') changed.delete(change.name);
    else changed.set(change.name, change);
  }
  return [...changed.values()];
}

/** A boolean as Go reads one; nothing where it is none. */
export function readBoolean(text: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text) ? false : undefined;
}

/** The parts of a list written with commas, without the blanks around them. */
export const readList = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
