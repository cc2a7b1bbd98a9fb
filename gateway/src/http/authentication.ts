import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller';
import { Problem } from './problem';
import type { App } from './route';

/** Turns an access token into a caller, or rejects with a `Problem`. */
export interface Authenticator {
  authenticate(token: string): Caller | Promise<Caller>;
}

/** RFC 6750; tokens longer than this are no tokens of ours. */
const BEARER = /^Bearer ([A-Za-z0-9._~+/=-]{1,8192})$/i;

/** Puts every route registered in this scope behind a bearer token; handlers find `request.caller`. */
export function useAuthentication(app: App, authenticator: Authenticator): void {
  // The value is set before any handler runs; the placeholder only fixes the shape of requests.
  app.decorateRequest('caller', null as unknown as Caller);
  app.addHook('onRequest', async (request) => {
    request.caller = await authenticator.authenticate(bearer(request));
  });
}

function bearer(request: FastifyRequest): string {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw new Problem('ACCESS_UNAUTHENTICATED');
  return token;
}
