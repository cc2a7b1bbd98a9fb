import { Writable } from 'node:stream';
import { Type } from '@sinclair/typebox';
import { createLogger, transports } from 'winston';
import { FakeLedger } from '../test/fake-ledger';
import { PATIENT, testApp, testContext } from '../test/test-app';
import { createApp } from './app';
import { Problem } from './http/problem';
import { Input, type App, type CapabilityPlugin } from './http/route';
import { allowed, asTheyAre, logThrough } from './log';

const headers = { authorization: 'Bearer p-1.physician' };

const CANARIES = /Maria|Canary|Zanzibrex|E11\.9/;
const echo: CapabilityPlugin = async (app) => {
  app.post(
    '/echo/:id',
    { schema: { body: Input({ name: Type.String() }), params: Input({ id: Type.String() }) } },
    () => {
      throw new Problem('LEDGER_INTERNAL', {}, { cause: new Error('Maria Canary takes Zanzibrex for E11.9') });
    },
  );
};

describe('the application', () => {
  let ledger: FakeLedger;
  let app: App;
  beforeEach(async () => {
    ledger = new FakeLedger();
    app = await testApp(ledger);
  });
  afterEach(async () => app.close());

  it('describes itself as OpenAPI 3.1, every route with its problems and its token', async () => {
    const answer = await app.inject({ url: '/openapi.json' });
    const description = answer.json<{ openapi: string; paths: Record<string, Record<string, OpenApiOperation>> }>();
    expect(description.openapi).toBe('3.1.0');
    const paths = Object.entries(description.paths).filter(([path]) => path.startsWith('/v1/'));
    expect(paths.length).toBeGreaterThan(10);
    for (const [, operations] of paths) {
      for (const operation of Object.values(operations)) {
        expect(operation.responses.default?.content).toHaveProperty('application/problem+json');
        expect(operation.security).toEqual([{ token: [] }]);
        expect(operation.summary).toEqual(expect.any(String));
      }
    }
  });

  it('has a page to try it', async () => {
    const answer = await app.inject({ url: '/docs/' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('text/html');
  });

  it('guards every route of /v1, and no other', async () => {
    const { paths } = (await app.inject({ url: '/openapi.json' })).json<{ paths: Record<string, object> }>();
    for (const [path, operations] of Object.entries(paths)) {
      for (const method of Object.keys(operations)) {
        const url = path.replace(/\{[^}]+\}/g, 'x');
        const answer = await app.inject({ method: method.toUpperCase() as 'GET', url });
        expect({ path, method, isGuarded: answer.statusCode === 401 }).toEqual({
          path,
          method,
          isGuarded: path.startsWith('/v1/'),
        });
      }
    }
  });

  it('is alive, and ready once its peer answers', async () => {
    expect((await app.inject({ url: '/health/live' })).statusCode).toBe(200);
    expect((await app.inject({ url: '/health/ready' })).json()).toEqual({ status: 'ready' });
  });

  it('is not ready while its peer does not answer', async () => {
    ledger.isReachable = false;
    const answer = await app.inject({ url: '/health/ready' });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    expect(answer.headers['retry-after']).toBe('5');
  });

  it('asks its peer once for many who ask whether it is ready', async () => {
    const ping = jest.spyOn(ledger, 'ping');
    await Promise.all([1, 2, 3].map(() => app.inject({ url: '/health/ready' })));
    expect(ping).toHaveBeenCalledTimes(1);
  });

  it('counts by template and code, never by id', async () => {
    await app.inject({ url: '/v1/prescriptions/q5z0p2h8m1n4k7r9t3v6w2x8yj', headers });
    const { body } = await app.inject({ url: '/metrics' });
    expect(body).toMatch(/rx_http_request_duration_seconds_count\{.*method="GET",route="\/v1\/prescriptions\/:id"/);
    expect(body).toMatch(/rx_http_problems_total\{code="RX_NOT_FOUND"/);
    expect(body).not.toContain('q5z0p2h8m1n4k7r9t3v6w2x8yj');
  });

  it('sends no page of another origin anything', async () => {
    const answer = await app.inject({ url: '/health/live', headers: { origin: 'https://evil.example' } });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' });
  });

  it('answers the pages it was told of', async () => {
    const open = await testApp(ledger, { limits: { corsOrigins: ['https://ward.example'] } });
    const answer = await open.inject({ url: '/health/live', headers: { origin: 'https://ward.example' } });
    expect(answer.headers['access-control-allow-origin']).toBe('https://ward.example');
    await open.close();
  });

  it('limits a caller’s rate, and says when to come back', async () => {
    const strict = await testApp(ledger, { limits: { requestsPerMinute: 2 } });
    const ask = (who: string) =>
      strict.inject({ url: '/v1/members', headers: { authorization: `Bearer ${who}.physician` } });
    await ask('p-1');
    await ask('p-1');
    const answer = await ask('p-1');
    expect(answer.statusCode).toBe(429);
    expect(answer.json()).toMatchObject({ code: 'GATEWAY_RATE' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('p-2')).statusCode).not.toBe(429);
    await strict.close();
  });

  it('gives a request the caller’s id, or one of its own', async () => {
    const own = await app.inject({ url: '/health/live', headers: { 'x-request-id': 'ward-7-request-1' } });
    expect(own.headers['x-request-id']).toBe('ward-7-request-1');
    const other = await app.inject({ url: '/health/live', headers: { 'x-request-id': 'Maria Canary' } });
    expect(other.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

interface OpenApiOperation {
  readonly summary?: string;
  readonly security?: object;
  readonly responses: { readonly default?: { readonly content: object } };
}

describe('the log', () => {
  it('has no words of the caller in it, whatever goes wrong', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    const log = logThrough(
      createLogger({ level: 'debug', format: asTheyAre(), transports: [new transports.Stream({ stream })] }),
    );
    const app = await createApp({
      context: testContext(new FakeLedger()),
      authenticator: {
        authenticate: () => ({ actor: 'HospitalMSP:p-1', mspId: 'HospitalMSP', enrolmentId: 'p-1', role: 'physician' }),
      },
      log,
      limits: PATIENT,
      capabilities: [echo],
    });
    const send = (url: string, payload: string, type = 'application/json') =>
      app.inject({
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': type, 'x-note': 'Zanzibrex' },
        payload,
      });
    await send('/v1/echo/Maria-Canary', '{"name":"Zanzibrex"}');
    await send('/v1/echo/Maria-Canary?drug=Zanzibrex', '{"name":"Zanzibrex","Zanzibrex":1}');
    await send('/v1/echo/x', '{"name":Zanzibrex');
    await send('/v1/Maria-Canary', '{}');
    await send('/v1/echo/x', 'Zanzibrex', 'text/Zanzibrex');
    await app.close();
    log.close();
    expect(lines.join('').split('\n').length).toBeGreaterThan(4);
    expect(lines.join('')).toContain('"route":"/v1/echo/:id"');
    expect(lines.join('')).toContain('LEDGER_INTERNAL');
    expect(lines.join('')).not.toMatch(CANARIES);
  });

  it('leaves out a field that is not on the list, or has not its form', () => {
    const fields = { requestId: 'Maria Canary', status: 200, patient: 'Maria' };
    expect(allowed(fields)).toEqual({ status: 200 });
  });
});
