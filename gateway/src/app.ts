import { randomUUID } from 'node:crypto';
import Fastify, { LogController } from 'fastify';
import { useShared } from './attachments';
import { capabilities as every } from './capabilities';
import type { ServiceContext } from './capability';
import { useErased } from './erasures';
import { useEvents } from './events/routes';
import { useAuthentication, type Authenticator } from './http/authentication';
import { frameworkLog } from './http/framework-log';
import { useHealth } from './http/health';
import { BODY_LIMIT, useLimits, type Limits } from './http/limits';
import { useMetrics } from './http/metrics';
import { useOpenApi } from './http/openapi';
import { useProblems } from './http/problem-handler';
import { useRequestLog } from './http/request-log';
import type { App, CapabilityPlugin } from './http/route';
import { RouteTable } from './http/route-table';
import { createValidatorCompiler } from './http/validation';
import { silentLog, type Log } from './log';
import { usePublished } from './releases';

export interface AppOptions {
  readonly context: ServiceContext;
  readonly authenticator: Authenticator;
  readonly log?: Log;
  readonly limits?: Limits;
  /** Display name of the organisation. */
  readonly organisation?: string;
  /** Every capability unless told. */
  readonly capabilities?: readonly CapabilityPlugin[];
}

/** The gateway's HTTP service, not yet listening: `inject` drives it in tests. */
export async function createApp(options: AppOptions): Promise<App> {
  const { context, log = silentLog, organisation = context.mspId } = options;
  const app: App = Fastify({
    loggerInstance: frameworkLog(log),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => requestId(request.headers['x-request-id']),
    bodyLimit: BODY_LIMIT,
    // A request must arrive within this time; answers may take longer.
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
  app.setValidatorCompiler(createValidatorCompiler());
  const routes = new RouteTable();
  routes.watch(app);
  useProblems(app, routes);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  useRequestLog(app, log);
  await useLimits(app, options.limits ?? {});
  await useOpenApi(app, { organisation });
  useMetrics(app, context.mspId);
  useHealth(app, context.ledger, () => context.now());
  usePublished(app, context);
  useErased(app, context);
  useShared(app, context);

  await app.register(
    async (scope: App) => {
      useAuthentication(scope, options.authenticator);
      useEvents(scope, context, log);
      for (const capability of options.capabilities ?? every)
        await scope.register(async (own: App) => capability(own, context));
    },
    { prefix: '/v1' },
  );
  return app;
}

const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

/** The caller's own request id where it looks like one, so that two systems' logs can be joined. */
const requestId = (given: string | string[] | undefined): string =>
  typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
