import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Devnet } from '../devnet';
import { RequestError, type RequestFault } from '../request-error';
import { findControl } from './control';
import { controls } from './controls';
import { Given, readBody } from './given';

/** The running control endpoint of a network. */
export interface ControlServer {
  readonly url: string;
  /** Goes into `Authorization: Bearer`. */
  readonly token: string;
  close(): Promise<void>;
}

/** A body that is longer than this many bytes is refused. */
const maxBodyBytes = 1024 * 1024;

const codes: Readonly<Record<RequestFault, number>> = { invalid: 400, unknown: 404, conflict: 409 };

const codeOf = (error: unknown): number => (error instanceof RequestError ? codes[error.fault] : 500);

const sendJson = (response: ServerResponse, code: number, body: unknown): void => {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
};

const isAuthorised = (request: IncomingMessage, token: string): boolean => {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
};

const readText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new RequestError('invalid', `the body is longer than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const perform = async (devnet: Devnet, request: IncomingMessage): Promise<unknown> => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const found = findControl(controls, request.method ?? '', path);
  if (!found) {
    const known = controls.map(([method, pattern]) => `${method} ${pattern}`).join(', ');
    throw new RequestError('unknown', `there is no control ${request.method} ${path}; there are ${known}`);
  }
  const [, , handle] = found.control;
  return (await handle(devnet, new Given(found.parts, readBody(await readText(request))))) ?? {};
};

/** Serves what can be asked of a network (`controls`) on loopback, to whoever knows the token. */
export const startControlServer = (devnet: Devnet): Promise<ControlServer> => {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    if (!isAuthorised(request, token)) {
      sendJson(response, 401, { error: 'the token of this network is needed' });
      return;
    }
    perform(devnet, request).then(
      (body) => sendJson(response, 200, body),
      (error: Error) => sendJson(response, codeOf(error), { error: error.message }),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      const close = (): Promise<void> =>
        new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${port}`, token, close });
    });
  });
};
