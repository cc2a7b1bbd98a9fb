import { Type, type SchemaOptions, type Static, type TSchema, type TUnsafe } from '@sinclair/typebox';

/** A list whose items stay as they are: the ledger's views are read-only. */
export const list = <T extends TSchema>(items: T, options: SchemaOptions = {}): TUnsafe<readonly Static<T>[]> =>
  Type.Unsafe<readonly Static<T>[]>(Type.Array(items, options));

/** One of a table of words, as `enum` in the schema. */
export const choice = <T extends string>(words: readonly T[], options: SchemaOptions = {}): TUnsafe<T> =>
  Type.Unsafe<T>({ type: 'string', enum: [...words], ...options });

/** A text that must match a pattern of the api; typed as its brand where it has one. */
export const pattern = <T extends string = string>(expression: string, options: SchemaOptions = {}): TUnsafe<T> =>
  Type.Unsafe<T>({ type: 'string', pattern: expression, ...options });

/** One line of text for people: no control characters (U+0000 among them), not blank, no longer than the limit. */
export const line = (maxLength: number, options: SchemaOptions = {}): TUnsafe<string> =>
  Type.Unsafe<string>({
    type: 'string',
    minLength: 1,
    maxLength,
    pattern: '^(?!\\s*$)[^\\u0000-\\u001F\\u007F\\uD800-\\uDFFF]*$',
    ...options,
  });

/** Text of several lines: as `line`, with tabs and line ends. */
export const paragraph = (maxLength: number, options: SchemaOptions = {}): TUnsafe<string> =>
  Type.Unsafe<string>({
    type: 'string',
    minLength: 1,
    maxLength,
    pattern: '^(?!\\s*$)[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F\\uD800-\\uDFFF]*$',
    ...options,
  });

/** A point in time: milliseconds since the epoch, within what a date can hold. */
export const instant = (description: string): TUnsafe<number> =>
  Type.Unsafe<number>({
    type: 'integer',
    minimum: 0,
    maximum: 8_640_000_000_000_000,
    description: `${description}, in milliseconds since the epoch`,
    examples: [1_798_761_600_000],
  });
