/**
 * Canonical JSON (RFC 8785): properties sorted by UTF-16 units, no white space, numbers and strings as ECMAScript
 * writes them. Takes what JSON.parse gives.
 * @throws Error for what JSON cannot say: undefined, functions, NaN, infinities, halves of surrogate pairs
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new Error('not a JSON value');
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, entry]) => `${canonicalString(name)}:${canonicalJson(entry)}`).join(',')}}`;
}

function canonicalString(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new Error('half of a surrogate pair');
  return JSON.stringify(value);
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error('not a JSON number');
  return JSON.stringify(value);
}
