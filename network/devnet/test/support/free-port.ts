import { createServer } from 'node:net';

/** Below what the system hands out by itself, so that neither it nor a connection can take a port between its choice and its use. */
const FIRST = 25_600;
/** Each worker of a test run chooses among its own. */
const PER_WORKER = 1_000;
const WORKERS = 7;

const worker = (Number(process.env['JEST_WORKER_ID'] ?? 1) - 1) % WORKERS;
let next = process.pid % PER_WORKER;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A port that nobody listens on, for a program that is told its own. */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < PER_WORKER; tries += 1) {
    const port = FIRST + worker * PER_WORKER + (next++ % PER_WORKER);
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
};
