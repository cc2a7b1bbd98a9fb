/** Crockford's base 32, lower case: no i, l, o, u, so that a code can be read out and typed. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Bytes needed for that many characters of five bits each. */
export const bytesForCharacters = (characters: number): number => Math.ceil((characters * 5) / 8);

/** The first `characters` five-bit groups of the bytes, most significant first. */
export function crockford(bytes: Uint8Array, characters: number): string {
  if (bytes.length < bytesForCharacters(characters)) throw new RangeError('too few bytes for so many characters');
  let text = '';
  for (let index = 0; index < characters; index += 1) text += ALPHABET[fiveBitsAt(bytes, index * 5)]!;
  return text;
}

function fiveBitsAt(bytes: Uint8Array, bit: number): number {
  const byte = bit >> 3;
  const pair = (bytes[byte]! << 8) | (bytes[byte + 1] ?? 0);
  return (pair >> (11 - (bit & 7))) & 31;
}
