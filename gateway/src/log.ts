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
  | 'projection-fault';

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

/** JSON lines through winston. */
export function createLog({ level, file }: LogOptions): Log {
  const logger = createLogger({
    level,
    levels: { error: 0, warn: 1, info: 2, debug: 3 },
    format: format.combine(format.timestamp(), format.json()),
    transports: [file === undefined ? new transports.Console() : new transports.File({ filename: file })],
  });
  // A log that cannot be written (a full disk) must not stop the service.
  logger.on('error', () => undefined);
  return logThrough(logger);
}

/** The allow-list in front of any winston logger. */
export function logThrough(logger: Logger): Log {
  return {
    write: (level, event, fields = {}) => {
      logger.log({ ...allowed(fields), level, message: event });
    },
    isEnabled: (level) => logger.isLevelEnabled(level),
    close: () => {
      logger.close();
    },
  };
}

/** Says nothing: for tests. */
export const silentLog: Log = { write: () => undefined, isEnabled: () => false, close: () => undefined };
