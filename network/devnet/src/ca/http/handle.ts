import { CA_CODE, CaError } from '../ca-error';
import { checkCaName, type CaContext } from '../service/context';
import type { Caller, CaRequest } from '../service/request';
import { readBody } from '../service/request-body';
import { authenticateBySecret, authenticateByToken } from './authentication';
import { findRoutes, type Route } from './routes';

/** A request as HTTP brought it. */
export interface RawRequest {
  readonly method: string;
  /** Path and query. */
  readonly uri: string;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

/** What is answered: a status, and the result or the error. */
export type Answer =
  | { readonly status: number; readonly result: unknown; readonly location?: string }
  | { readonly status: number; readonly error: CaError };

/** Answers a request; nothing where there is no such path. Never throws. */
export async function handle(context: CaContext, request: RawRequest): Promise<Answer | undefined> {
  const [path = ''] = request.uri.split('?');
  const found = findRoutes(path);
  if (!found) return undefined;
  try {
    const route = found.methods.get(request.method);
    if (!route) throw new CaError(405, CA_CODE.methodNotAllowed, `Method ${request.method} is not allowed`);
    const admitted = await admit(context, route, request, found.parameter);
    const result = await route.handle(admitted);
    return { status: route.status, result, ...(route.location ? { location: route.location(admitted) } : {}) };
  } catch (error) {
    const refusal = error instanceof CaError ? error : unexpected(error);
    return { status: refusal.status, error: refusal };
  }
}

/** Everything that is asked of a request before its own matter is looked at. */
async function admit(context: CaContext, route: Route, request: RawRequest, parameter: string): Promise<CaRequest> {
  const { uri, body: bytes, authorization } = request;
  if (route.body !== 'first' && route.authentication !== 'none') checkPresent(authorization);
  const body = readBody(bytes, route.body === 'first');
  const query = new URLSearchParams(uri.split('?')[1] ?? '');
  checkCaName(context, query.get('ca') || body.text('caname'));
  const caller = await authenticate(context, route, request);
  return { context, caller, body: route.body === 'needed' ? readBody(bytes, true) : body, query, parameter };
}

async function authenticate(context: CaContext, route: Route, request: RawRequest): Promise<Caller> {
  if (route.authentication === 'secret') return authenticateBySecret(context, request.authorization);
  return route.authentication === 'token' ? authenticateByToken(context, request) : NOBODY;
}

function checkPresent(authorization: string | undefined): void {
  if (!authorization) throw new CaError(401, CA_CODE.noAuthorization, 'No authorization header');
}

const NOBODY: Caller = {
  identity: {
    id: '',
    secret: '',
    type: '',
    affiliation: '',
    attributes: [],
    maxEnrolments: 0,
    enrolments: 0,
    failedLogins: 0,
    isRevoked: false,
  },
};

// What went wrong inside is for the log; a client learns that it was nothing it did.
const unexpected = (error: unknown): CaError =>
  new CaError(
    500,
    CA_CODE.unknown,
    'The certificate authority failed',
    error instanceof Error ? error.message : 'unknown',
  );
