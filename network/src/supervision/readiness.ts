import { get } from 'node:http';
import { connect } from 'node:net';
import type { Readiness } from './process-spec';

/** True when something on this machine accepts connections at the port. */
export const isListening = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (answer: boolean) => {
      socket.destroy();
      done(answer);
    };
    socket.setTimeout(1000, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });

const answers = (url: string): Promise<boolean> =>
  new Promise((done) => {
    const request = get(url, { timeout: 2000 }, (response) => {
      response.resume();
      done(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => done(false));
  });

const check: {
  readonly [K in Exclude<Readiness['by'], 'line'>]: (how: Extract<Readiness, { by: K }>) => Promise<boolean>;
} = {
  port: ({ port }) => isListening(port),
  http: ({ url }) => answers(url),
};

/** Asks once; readiness by a line is told, not asked for. */
export const isReady = (how: Exclude<Readiness, { by: 'line' }>): Promise<boolean> =>
  how.by === 'port' ? check.port(how) : check.http(how);
