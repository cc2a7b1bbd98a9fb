/** What was written on the command line. */
export interface Written {
  /** By the names of the verb's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** By the long names of its options, in camel case. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/** A call of the control endpoint. */
export interface ControlCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
}

/** A command for a running network: one call of its control endpoint, and how the answer is told. */
export interface Verb {
  /** As `time advance <duration>`: words, then parameters. */
  readonly usage: string;
  readonly summary: string;
  /** Flags, as commander takes them, with what they mean. */
  readonly options?: readonly (readonly [flags: string, summary: string])[];
  /** @throws Error where it is badly written */
  readonly call: (written: Written) => ControlCall;
  /** For people. */
  readonly tell: (answer: Record<string, unknown>) => string;
}

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of `90s`, `15m`, `2h`, `30d`, `250ms`; a sign may stand before. @throws Error for anything else */
export const duration = (text: string): number => {
  const match = /^(-?\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  if (!match) throw new Error(`'${text}' is no duration; write 90s, 15m, 2h, 30d or 250ms`);
  return Number(match[1]) * units[match[2] as keyof typeof units];
};
