import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { PROBLEM_JSON, ProblemSchema } from './problem-answer';
import type { App } from './route';

interface Described {
  /** Name of the organisation this gateway serves. */
  readonly organisation: string;
}

/** OpenAPI 3.1 made from the routes' own schemas: `/openapi.json`, and a page to try it at `/docs`. */
export async function useOpenApi(app: App, { organisation }: Described): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: `rxledger gateway of ${organisation}`,
        version: '0.1.0',
        description:
          'Electronic prescriptions on a consortium ledger. Every write answers with a receipt; every refusal is a ' +
          'problem (RFC 9457) that says what may be done instead. A write repeated with the same Idempotency-Key ' +
          'answers as the first did.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
    },
    transform: ({ schema, url, route }) => {
      const isGuarded = url.startsWith('/v1/');
      const response = (schema as { response?: object } | undefined)?.response;
      const isWrite = [route.method].flat().some((method) => method !== 'GET' && method !== 'HEAD');
      return {
        url,
        schema: {
          ...schema,
          ...(isGuarded ? { security: [{ token: [] }] } : {}),
          ...(isWrite ? { headers: WRITE_HEADERS } : {}),
          response: { ...response, default: PROBLEM },
        } as typeof schema,
      };
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { persistAuthorization: true, tryItOutEnabled: true },
    staticCSP: true,
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

const WRITE_HEADERS = {
  type: 'object',
  properties: {
    'idempotency-key': { type: 'string', description: 'Id of the command; repeat it to repeat the command safely' },
    'if-match': { type: 'string', description: 'ETag as last read; the write is refused if the object has changed' },
  },
};

const PROBLEM = {
  description: 'A problem (RFC 9457)',
  content: { [PROBLEM_JSON]: { schema: { ...ProblemSchema, $id: undefined } } },
};
