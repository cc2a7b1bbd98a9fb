import { type Writable } from 'node:stream';

/** Values that may stand in a log line. Never arguments, keys or payloads of transactions. */
export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Where a network says what happens. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
}

/** Lines of JSON: time, level, message, fields. */
export const createLog = (stream: Writable): Log => {
  const write = (level: string, message: string, fields: LogFields = {}): void => {
    stream.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
  };
  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
  };
};

/** Says nothing. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined };
