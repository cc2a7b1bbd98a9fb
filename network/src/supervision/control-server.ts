import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ControlCalls } from './control';

const LARGEST_BODY = 4 * 1024 * 1024;

const body = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error('request is too large');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as unknown;
};

const isAllowed = (request: IncomingMessage, token: string): boolean => {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};

/** Answers control calls on a loopback port of the system's choice, to whoever knows the token. */
export const serveControl = (calls: ControlCalls, token: string): Promise<{ server: Server; port: number }> => {
  const byName: Readonly<Record<string, (value: never) => Promise<object>>> = {
    states: calls.states,
    run: calls.run,
    end: calls.end,
    shutdown: calls.shutdown,
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const reply = (status: number, value: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (!isAllowed(request, token)) return void reply(401, { error: 'unknown caller' });
    const name = (request.url ?? '/').slice(1);
    const call = Object.hasOwn(byName, name) ? byName[name] : undefined;
    if (!call || request.method !== 'POST') return void reply(404, { error: 'no such call' });
    try {
      reply(200, await call((await body(request)) as never));
    } catch (error) {
      reply(500, { error: (error as Error).message });
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => done({ server, port: (server.address() as AddressInfo).port }));
  });
};
