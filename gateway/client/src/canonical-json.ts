/**
 * Canonical JSON (RFC 8785): properties sorted by UTF-16 units, no white space, numbers and strings as ECMAScript
 * writes them; members that are undefined are left out. Commitments are made over it at both ends.
 * @throws TypeError for what JSON cannot say: functions, NaN, infinities, halves of surrogate pairs
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError('not a JSON value');
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, member]) => `${canonicalString(name)}:${canonicalJson(member)}`).join(',')}}`;
}

function canonicalString(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new TypeError('half of a surrogate pair');
  return JSON.stringify(value);
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('not a JSON number');
  return JSON.stringify(value);
}
