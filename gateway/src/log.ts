import { createLogger, format, transports, type Logger } from 'winston';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a line may be about. A line has no free text: whatever is not named here cannot be logged. */
export type LogEvent =
  | 'started'
  | 'stopping'
  | 'stopped'
  | 'start-failed'
  | 'request'
  | 'fault'
  | 'framework'
  | 'identity-imported'
  | 'identity-enrolled'
  | 'identity-revoked'
  | 'identity-refused'
  | 'ledger-connected'
  | 'ledger-retry'
  | 'ledger-lookup'
  | 'events-opened'
  | 'events-closed'
  | 'projection-fault'
  | 'duty-fault'
  | 'content-fault';

const ID = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,127}$/;
const ROUTE = /^[A-Za-z0-9:/*._{}-]{1,200}$/;
const isId = (value: unknown): boolean => typeof value === 'string' && ID.test(value);
const isRoute = (value: unknown): boolean => typeof value === 'string' && ROUTE.test(value);
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isFrames = (value: unknown): boolean => Array.isArray(value) && value.every((frame) => typeof frame === 'string');

/** The allow-list: fields by name, each with the form its values must have. Anything else is left out. */
const FIELDS = {
  requestId: isId,
  method: isId,
  /** Template of the route, never the path that was called. */
  route: isRoute,
  status: isNumber,
  milliseconds: isNumber,
  /** Of the error table. */
  code: isId,
  /** Actor id of the caller: opaque by rule. */
  actor: isId,
  organisation: isId,
  transaction: isId,
  transactionId: isId,
  block: isNumber,
  attempt: isNumber,
  validationCode: isNumber,
  grpcStatus: isNumber,
  errorName: isId,
  errorCode: isId,
  /** Stack frames without the message. */
  frames: isFrames,
  host: isId,
  port: isNumber,
  adapter: isId,
  channel: isId,
  count: isNumber,
  signal: isId,
} as const;

export type LogFields = { readonly [name in keyof typeof FIELDS]?: string | number | readonly string[] | undefined };

/** One line a call: an event and fields of the allow-list. */
export interface Log {
  write(level: LogLevel, event: LogEvent, fields?: LogFields): void;
  isEnabled(level: LogLevel): boolean;
  close(): void;
}

/** The fields of an object that are on the allow-list and have the form they must have. */
export function allowed(fields: object): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const isAllowed = Object.hasOwn(FIELDS, name) ? FIELDS[name as keyof typeof FIELDS] : undefined;
    if (isAllowed?.(value) === true) line[name] = value;
  }
  return line;
}

/** What may be told of an error: its class, its code and where it was thrown; its message may quote input. */
export function faultFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const code = (error as { code?: unknown }).code;
  return {
    errorName: error.name,
    errorCode: code === undefined ? undefined : String(code),
    frames: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => line.trim()),
  };
}

export interface LogOptions {
  readonly level: LogLevel;
  /** A file to append to; standard output without it. */
  readonly file?: string;
}

/** Milliseconds for which lines are gathered; a line of a fault goes out at once, with those before it. */
const GATHERING = 100;
const LEVELS = { error: 0, warn: 1, info: 2, debug: 3 } as const;
/** Where winston keeps a finished line and its level (its package `triple-beam`). */
const MESSAGE = Symbol.for('message');
const LEVEL = Symbol.for('level');
/** Lines come finished. */
export const asTheyAre = format((info) => info);

/** JSON lines through winston. */
export function createLog({ level, file }: LogOptions): Log {
  const logger = createLogger({
    level,
    levels: LEVELS,
    format: asTheyAre(),
    transports: [file === undefined ? new transports.Console() : new transports.File({ filename: file })],
  });
  // A log that cannot be written (a full disk) must not stop the service.
  logger.on('error', () => undefined);
  return logThrough(logger);
}

/**
 * The allow-list in front of any winston logger. Lines are made here and handed over in bundles: winston's own way of a
 * line through its streams takes longer than all the rest of a request.
 */
export function logThrough(logger: Logger): Log {
  const least = LEVELS[logger.level as LogLevel];
  let lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (lines.length === 0) return;
    logger.write({ level: 'error', message: '', [MESSAGE]: lines.join('\n'), [LEVEL]: 'error' });
    lines = [];
  };
  return {
    write: (level, event, fields = {}) => {
      if (LEVELS[level] > least) return;
      lines.push(JSON.stringify({ timestamp: new Date().toISOString(), level, message: event, ...allowed(fields) }));
      if (LEVELS[level] <= LEVELS.warn) flush();
      else timer ??= setTimeout(flush, GATHERING).unref();
    },
    isEnabled: (level) => LEVELS[level] <= least,
    close: () => {
      flush();
      logger.end();
    },
  };
}

/** Says nothing: for tests. */
export const silentLog: Log = { write: () => undefined, isEnabled: () => false, close: () => undefined };
