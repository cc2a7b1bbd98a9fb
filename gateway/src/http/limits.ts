import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import Fastify from 'fastify';
import { Problem } from './problem';
import type { App } from './route';

/** Bytes of a body; a prescription has five lines and needs a hundredth of it. */
export const BODY_LIMIT = 256 * 1024;

export interface Limits {
  /** Origins whose pages may call; none unless told. */
  readonly corsOrigins?: readonly string[];
  /** Requests a minute of one caller (before authentication: of one address). */
  readonly requestsPerMinute?: number;
  /** Milliseconds the event loop may lag before requests are turned away; 0 for any. 2000 unless told. */
  readonly lagMilliseconds?: number;
}

const REQUESTS_PER_MINUTE = 60_000;
const LAG_MILLISECONDS = 2000;

/** What helmet answers with: always the same, so it is asked once, not by every request. */
async function protectiveHeaders(): Promise<Record<string, string>> {
  const probe = Fastify();
  await probe.register(helmet, { contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  probe.get('/', async () => '');
  const { headers } = await probe.inject('/');
  await probe.close();
  const own = Object.entries(headers).filter(([name]) => !ORDINARY.has(name));
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
}

/** Headers any answer has. */
const ORDINARY = new Set(['content-type', 'content-length', 'date', 'connection']);

/** Response headers, cross-origin rules, rate limit and overload protection. */
export async function useLimits(app: App, limits: Limits): Promise<void> {
  const headers = await protectiveHeaders();
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  if (limits.corsOrigins !== undefined && limits.corsOrigins.length > 0) {
    await app.register(cors, {
      origin: [...limits.corsOrigins],
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: ['etag', 'location', 'retry-after', 'x-request-id'],
      maxAge: 600,
    });
  }
  await app.register(underPressure, {
    maxEventLoopDelay: limits.lagMilliseconds ?? LAG_MILLISECONDS,
    pressureHandler: () => {
      throw new Problem('GATEWAY_BUSY');
    },
  });
  await app.register(rateLimit, {
    max: limits.requestsPerMinute ?? REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    cache: 10_000,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
    keyGenerator: (request) => (request.caller as { actor: string } | null | undefined)?.actor ?? request.ip,
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem('GATEWAY_RATE', { retryAfterSeconds: Math.max(1, Math.ceil(ttl / 1000)) }),
  });
}
