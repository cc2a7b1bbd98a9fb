import type { FastifyBaseLogger } from 'fastify';
import { faultFields, type Log, type LogLevel } from '../log';

/**
 * Fastify's and its plugins' own log calls. Their texts and objects are not ours to trust, so only an error's class,
 * code and place pass.
 */
export function frameworkLog(log: Log): FastifyBaseLogger {
  const write = (level: LogLevel) => (first?: unknown) => {
    const error = first instanceof Error ? first : (first as { err?: unknown; error?: unknown } | undefined)?.err;
    if (error instanceof Error) log.write(level, 'framework', faultFields(error));
  };
  const silent = (): void => undefined;
  const logger: FastifyBaseLogger = {
    level: 'info',
    fatal: write('error'),
    error: write('error'),
    warn: write('warn'),
    info: silent,
    debug: silent,
    trace: silent,
    silent,
    child: () => logger,
  };
  return logger;
}
