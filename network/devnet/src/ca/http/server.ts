import type { AddressInfo } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';

import { CA_CODE, CaError } from '../ca-error';
import type { KeyPair } from '../issuer';
import type { CaContext } from '../service/context';
import { handle, type Answer } from './handle';

/** Where and how an authority is served. */
export interface CaServerOptions {
  readonly host: string;
  /** Zero for any that is free. */
  readonly port: number;
  /** Certificate with its chain, and key, PEM. */
  readonly tls: KeyPair;
  /** One line a request: method, path, status, code, milliseconds and, of a refusal, why. */
  readonly log?: (line: string) => void;
}

/** An authority that is being served. */
export interface CaServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Longest body of a request, bytes. Certificate requests take one or two thousand. */
const LONGEST_BODY = 1_048_576;

/** Serves an authority over HTTPS. @throws Error (`EADDRINUSE`) where the port is taken. */
export async function serveAuthority(context: CaContext, options: CaServerOptions): Promise<CaServer> {
  const { certificatePem: cert, privateKeyPem: key } = options.tls;
  // Fabric's CA leaves idle connections open. One that is closed when a busy client is about to use it again is a failed request.
  const timeouts = { requestTimeout: 30_000, keepAliveTimeout: 0 };
  const server = createServer({ cert, key, minVersion: 'TLSv1.2', ...timeouts }, (incoming, outgoing) => {
    answer(context, incoming, outgoing, options.log).catch(() => outgoing.destroy());
  });
  await listen(server, options);
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function answer(
  context: CaContext,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  log?: (line: string) => void,
): Promise<void> {
  const started = performance.now();
  const { method = '', url: uri = '' } = incoming;
  const body = await readAll(incoming);
  const { authorization } = incoming.headers;
  const answered =
    body instanceof CaError ? refused(body) : await handle(context, { method, uri, authorization, body });
  send(outgoing, answered, method);
  log?.(lineOf(method, uri, answered, performance.now() - started));
}

function send(outgoing: ServerResponse, answered: Answer | undefined, method: string): void {
  if (!answered) {
    outgoing.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('404 page not found\n');
    return;
  }
  const errors = 'error' in answered ? [{ code: answered.error.code, message: answered.error.message }] : [];
  const result = 'error' in answered ? '' : answered.result;
  const text = JSON.stringify({ result, errors, messages: [], success: errors.length === 0 });
  const location = 'error' in answered ? undefined : answered.location;
  outgoing.writeHead(answered.status, { 'content-type': 'application/json', ...(location ? { location } : {}) });
  outgoing.end(method === 'HEAD' ? undefined : text);
}

async function readAll(incoming: IncomingMessage): Promise<Buffer | CaError> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of incoming as AsyncIterable<Buffer>) {
      length += part.length;
      // What is too much is read to its end, so that the client reads the refusal, but not kept.
      if (length <= LONGEST_BODY) parts.push(part);
    }
  } catch {
    return new CaError(400, CA_CODE.unreadableBody, 'Failed reading request body: it was cut short');
  }
  if (length <= LONGEST_BODY) return Buffer.concat(parts);
  const message = `Failed reading request body: it is longer than ${LONGEST_BODY} bytes`;
  return new CaError(413, CA_CODE.unreadableBody, message);
}

const refused = (error: CaError): Answer => ({ status: error.status, error });

function lineOf(method: string, uri: string, answered: Answer | undefined, milliseconds: number): string {
  const [path = ''] = uri.split('?');
  const outcome = !answered ? '404' : 'error' in answered ? refusalOf(answered.error) : `${answered.status}`;
  return `${method} ${JSON.stringify(path).slice(1, -1)} ${outcome} ${milliseconds.toFixed(1)} ms`;
}

const refusalOf = ({ status, code, reason }: CaError): string =>
  `${status} code ${code} (${JSON.stringify(reason).slice(1, -1)})`;

function listen(server: Server, { port, host }: CaServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
