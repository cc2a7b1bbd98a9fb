import { RequestError } from '../request-error';

const kinds = { string: 'a text', number: 'a number', boolean: 'true or false' } as const;

interface Kinds {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

/** What came with a request: parts of its path, and its JSON body. */
export class Given {
  constructor(
    private readonly parts: Readonly<Record<string, string>>,
    private readonly body: Readonly<Record<string, unknown>>,
  ) {}

  /** A part of the path, by the name that the control gives it. */
  part(name: string): string {
    return this.parts[name] ?? '';
  }

  /** @throws RequestError where it is missing or of another kind */
  text(name: string): string {
    return this.required(name, 'string');
  }

  /** @throws RequestError where it is missing or of another kind */
  number(name: string): number {
    return this.required(name, 'number');
  }

  /** @throws RequestError where it is of another kind */
  optionalText(name: string): string | undefined {
    return this.optional(name, 'string');
  }

  /** @throws RequestError where it is of another kind */
  optionalNumber(name: string): number | undefined {
    return this.optional(name, 'number');
  }

  /** False where it is not given. @throws RequestError where it is of another kind */
  flag(name: string): boolean {
    return this.optional(name, 'boolean') ?? false;
  }

  /** The whole body. */
  all(): Readonly<Record<string, unknown>> {
    return this.body;
  }

  private required<K extends keyof Kinds>(name: string, kind: K): Kinds[K] {
    const value = this.optional(name, kind);
    if (value !== undefined) return value;
    throw new RequestError('invalid', `the body must have '${name}', ${kinds[kind]}`);
  }

  private optional<K extends keyof Kinds>(name: string, kind: K): Kinds[K] | undefined {
    const value = this.body[name];
    if (value === undefined) return undefined;
    if (typeof value === kind) return value as Kinds[K];
    throw new RequestError('invalid', `'${name}' in the body must be ${kinds[kind]}`);
  }
}

/**
 * Reads the body of a request: a JSON object, or nothing at all.
 * @throws RequestError
 */
export const readBody = (text: string): Readonly<Record<string, unknown>> => {
  if (text.trim() === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new RequestError('invalid', 'the body is not JSON');
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new RequestError('invalid', 'the body must be a JSON object');
};
