import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Devnet } from '../devnet';
import { trustWarning } from './trust-warning';

/** The running control endpoint of a network. */
export interface ControlServer {
  readonly url: string;
  /** Goes into `Authorization: Bearer`. */
  readonly token: string;
  close(): Promise<void>;
}

const sendJson = (response: ServerResponse, code: number, body: unknown): void => {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
};

const statusOf = (devnet: Devnet) => ({
  warning: trustWarning,
  channels: devnet.channels,
  organisations: devnet.organisations.map((organisation) => ({
    name: organisation.name,
    mspId: organisation.mspId,
    isUp: organisation.isUp(),
    peer: organisation.peer.endpoint,
    orderer: organisation.orderer.endpoint,
    ca: organisation.ca.url,
  })),
});

const isAuthorised = (request: IncomingMessage, token: string): boolean => {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
};

const actions = { stop: 'stopOrganisation', start: 'startOrganisation' } as const;

const perform = async (devnet: Devnet, path: string): Promise<{ code: number; body: unknown }> => {
  const match = /^\/organisations\/([\w.-]+)\/(stop|start)$/.exec(path);
  if (!match)
    return { code: 404, body: { error: 'no such control: GET /status, POST /organisations/<MSP id>/stop or start' } };
  try {
    await devnet[actions[match[2] as keyof typeof actions]](match[1]!);
    return { code: 200, body: statusOf(devnet) };
  } catch (error) {
    return { code: error instanceof RangeError ? 404 : 500, body: { error: (error as Error).message } };
  }
};

/**
 * Serves a network's status and faults on loopback, to whoever knows the token.
 *
 * `GET /status`, `POST /organisations/<MSP id>/stop`, `POST /organisations/<MSP id>/start`
 */
export const startControlServer = (devnet: Devnet): Promise<ControlServer> => {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    if (!isAuthorised(request, token)) {
      sendJson(response, 401, { error: 'the token of this network is needed' });
    } else if (request.method === 'GET' && request.url === '/status') {
      sendJson(response, 200, statusOf(devnet));
    } else {
      const done = request.method === 'POST' ? perform(devnet, request.url ?? '') : perform(devnet, '');
      void done.then(({ code, body }) => sendJson(response, code, body));
    }
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
