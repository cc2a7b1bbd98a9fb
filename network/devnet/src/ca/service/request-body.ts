import { CA_CODE, CaError } from '../ca-error';
import type { Attribute } from '../registry/identities';

/** The JSON body of a request. Names are found without regard to case, and null is absent, as in Go. */
export interface RequestBody {
  text(name: string): string;
  whole(name: string): number;
  flag(name: string): boolean;
  texts(name: string): string[];
  /** Nothing where the body does not name it. */
  time(name: string): Date | undefined;
  attributes(name: string): Attribute[];
  /** Nothing where the body does not name it. */
  attributeRequests(name: string): { readonly name: string; readonly isOptional: boolean }[] | undefined;
}

type Fields = ReadonlyMap<string, unknown>;

/** @throws CaError where the bytes are no JSON object; nothing at all is an empty one unless `isRequired`. */
export function readBody(bytes: Buffer, isRequired: boolean): RequestBody {
  if (bytes.length === 0 && isRequired) throw new CaError(400, CA_CODE.emptyBody, 'Empty request body');
  const fields = bytes.length === 0 ? new Map<string, unknown>() : fieldsOf(parse(bytes));
  const list = (name: string): unknown[] => check(fields, name, [] as unknown[], 'array', Array.isArray);
  return {
    text: (name) => textOf(fields, name),
    whole: (name) => check(fields, name, 0, 'whole number', Number.isSafeInteger),
    flag: (name) => flagOf(fields, name),
    texts: (name) => list(name).map((each) => (typeof each === 'string' ? each : badBody(`${name} must hold strings`))),
    time: (name) => timeOf(fields, name),
    attributes: (name) => list(name).map(attributeOf),
    attributeRequests: (name) => (fields.has(name) ? list(name).map(attributeRequestOf) : undefined),
  };
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return badBody('it is not JSON');
  }
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return badBody('it is not an object');
  const present = Object.entries(value).filter(([, each]) => each !== null);
  return new Map(present.map(([name, each]) => [name.toLowerCase(), each]));
}

function attributeOf(value: unknown): Attribute {
  const fields = fieldsOf(value);
  const isEcert = flagOf(fields, 'ecert');
  return { name: textOf(fields, 'name'), value: textOf(fields, 'value'), ...(isEcert ? { ecert: true } : {}) };
}

function attributeRequestOf(value: unknown): { name: string; isOptional: boolean } {
  const fields = fieldsOf(value);
  return { name: textOf(fields, 'name'), isOptional: flagOf(fields, 'optional') };
}

const textOf = (fields: Fields, name: string): string =>
  check(fields, name, '', 'string', (value) => typeof value === 'string');

const flagOf = (fields: Fields, name: string): boolean =>
  check(fields, name, false, 'boolean', (value) => typeof value === 'boolean');

function timeOf(fields: Fields, name: string): Date | undefined {
  const text = textOf(fields, name);
  if (text === '') return undefined;
  const time = new Date(text);
  // Go's zero time stands for no time at all.
  if (text.startsWith('0001-01-01')) return undefined;
  return Number.isNaN(time.getTime()) || !text.includes('T') ? badBody(`${name} must be a time of RFC 3339`) : time;
}

function check<T>(fields: Fields, name: string, absent: T, kind: string, isKind: (value: unknown) => boolean): T {
  const value = fields.get(name);
  if (value === undefined) return absent;
  return isKind(value) ? (value as T) : badBody(`${name} must be a ${kind}`);
}

function badBody(fault: string): never {
  throw new CaError(400, CA_CODE.badBody, `Invalid request body: ${fault}`);
}
