import type { Path, Source } from './source';

/** Turns a value of the file into a checked one; notes a fault where it can't, and then its result is not used. */
export type Reader<T> = (value: unknown, path: Path, source: Source) => T;

/** What a reader gives back after a fault: never looked at, because the file is refused. */
const unusable = <T>(): T => undefined as T;

const describe = (value: unknown): string =>
  value === undefined || value === null ? 'nothing' : Array.isArray(value) ? 'a list' : `${typeof value}`;

/** A text that matches a pattern; `meaning` says what it should be. */
export const text =
  (pattern: RegExp, meaning: string): Reader<string> =>
  (value, path, source) => {
    if (typeof value === 'string' && pattern.test(value)) return value;
    const found =
      typeof value === 'string' ? `"${value}" is not ${meaning}` : `${describe(value)} instead of ${meaning}`;
    source.fault(path, found, `Write ${meaning}`);
    return unusable();
  };

/** A whole number between two bounds, both included. */
export const whole =
  (least: number, most: number): Reader<number> =>
  (value, path, source) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    source.fault(path, `${describe(value)} is not a whole number`, `Write a number from ${least} to ${most}`);
    return unusable();
  };

/** One of the words given. */
export const oneOf =
  <T extends string>(words: readonly T[]): Reader<T> =>
  (value, path, source) => {
    if (typeof value === 'string' && (words as readonly string[]).includes(value)) return value as T;
    source.fault(path, `${JSON.stringify(value) ?? 'nothing'} is not known here`, `Use one of: ${words.join(', ')}`);
    return unusable();
  };

/** A list of at least one. */
export const list =
  <T>(item: Reader<T>, least = 1): Reader<readonly T[]> =>
  (value, path, source) => {
    if (Array.isArray(value) && value.length >= least) {
      return value.map((entry, index) => item(entry, [...path, index], source));
    }
    source.fault(
      path,
      `${describe(value)} instead of a list`,
      `List at least ${least}, each line beginning with a dash`,
    );
    return unusable();
  };

/** The same shape under keys of the file's own choice. */
export const table =
  <T>(entry: Reader<T>): Reader<Readonly<Record<string, T>>> =>
  (value, path, source) => {
    if (!isRecord(value)) {
      source.fault(path, `${describe(value)} instead of a table`, 'Write one `key: value` a line');
      return unusable();
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, entry(item, [...path, key], source)]));
  };

/** May be left out. */
export const optional = <T>(reader: Reader<T>): Reader<T | undefined> => {
  const read: Reader<T | undefined> = (value, path, source) =>
    value === undefined || value === null ? undefined : reader(value, path, source);
  return Object.assign(read, { isOptional: true });
};

/** May be left out, and then is `fallback`. */
export const withDefault = <T>(reader: Reader<T>, fallback: T): Reader<T> => {
  const read: Reader<T> = (value, path, source) =>
    value === undefined || value === null ? fallback : reader(value, path, source);
  return Object.assign(read, { isOptional: true });
};

type Shape<T> = { readonly [K in keyof T]: Reader<T[K]> };

/** Exactly these keys, in any order: a key more is a fault (most often a slip of the pen), a key less too. */
export const record =
  <T extends object>(shape: Shape<T>): Reader<T> =>
  (value, path, source) => {
    if (!isRecord(value)) {
      source.fault(path, `${describe(value)} instead of a table`, `Give it the keys ${Object.keys(shape).join(', ')}`);
      return unusable();
    }
    for (const key of Object.keys(value).filter((name) => !Object.hasOwn(shape, name))) {
      source.fault([...path, key], 'unknown key', `Known here: ${Object.keys(shape).join(', ')}`);
    }
    const entries = Object.entries(shape) as [string, Reader<unknown> & { isOptional?: boolean }][];
    return Object.fromEntries(
      entries.map(([key, reader]) => {
        if (value[key] === undefined && !reader.isOptional) {
          source.fault([...path, key], 'missing', `Add \`${key}:\` here`);
          return [key, undefined];
        }
        return [key, reader(value[key], [...path, key], source)];
      }),
    ) as T;
  };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
