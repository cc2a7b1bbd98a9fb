import { createLogger, format, transports, type Logger } from 'winston';

/** JSON lines on the standard output. Callers name what they log; nothing of an input, a key or a certificate. */
export type Log = Pick<Logger, 'debug' | 'info' | 'error'>;

/** @param level as winston has it; CHAINCODE_LOG_LEVEL, else `error` */
export const createLog = (level = process.env['CHAINCODE_LOG_LEVEL'] ?? 'error'): Log =>
  createLogger({
    level,
    format: format.combine(format.timestamp(), format.json()),
    transports: [new transports.Console()],
  });
