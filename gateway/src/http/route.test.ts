import { Type } from '@sinclair/typebox';
import { FakeLedger } from '../../test/fake-ledger';
import { testApp } from '../../test/test-app';
import { Problem } from './problem';
import {
  commandIdOf,
  expectedVersionOf,
  Input,
  sendSubmitted,
  sendView,
  withReceipt,
  type App,
  type CapabilityPlugin,
} from './route';

const Thing = Type.Object({ id: Type.String(), version: Type.Integer() });

const things: CapabilityPlugin = async (app, context) => {
  app.get(
    '/things/:id',
    { schema: { params: Input({ id: Type.String({ pattern: '^[a-z]{1,8}$' }) }), response: { 200: Thing } } },
    async (request, reply) =>
      sendView(
        request,
        reply,
        await context.ledger.evaluate<{ id: string; version: number }>(request.caller, {
          contract: 'prescription',
          transaction: 'Read',
          query: { id: request.params.id },
        }),
      ),
  );
  app.post(
    '/things',
    {
      schema: {
        body: Input({ name: Type.String({ maxLength: 5 }), amount: Type.Integer({ minimum: 1 }) }),
        response: { 201: withReceipt(Thing) },
      },
    },
    async (request, reply) =>
      sendSubmitted(
        reply,
        await context.ledger.submit<{ id: string; version: number }>(request.caller, {
          contract: 'prescription',
          transaction: 'Issue',
          command: { commandId: commandIdOf(request), ...expectedVersionOf(request) },
          endorsers: ['HospitalMSP', 'CentreMSP'],
        }),
        { status: 201, location: '/v1/things/a' },
      ),
  );
  app.get('/broken', {}, async () => {
    throw new Error('Maria Canary takes Zanzibrex');
  });
};

describe('a route', () => {
  let ledger: FakeLedger;
  let app: App;
  const headers = { authorization: 'Bearer p-1.physician' };
  const body = { name: 'a', amount: 1 };

  beforeEach(async () => {
    ledger = new FakeLedger()
      .on('prescription:Read', () => ({ id: 'a', version: 3, secret: 'Zanzibrex' }))
      .on('prescription:Issue', () => ({ id: 'a', version: 1 }));
    app = await testApp(ledger, { capabilities: [things] });
  });
  afterEach(async () => app.close());

  it('answers a read with its version as ETag, and nothing the schema does not name', async () => {
    const answer = await app.inject({ url: '/v1/things/a', headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers.etag).toBe('"3"');
    expect(answer.json()).toEqual({ id: 'a', version: 3 });
  });

  it('answers 304 without a body where the caller has that version', async () => {
    const answer = await app.inject({ url: '/v1/things/a', headers: { ...headers, 'if-none-match': '"3"' } });
    expect(answer.statusCode).toBe(304);
    expect(answer.body).toBe('');
  });

  it('answers a write with its receipt', async () => {
    const answer = await app.inject({ method: 'POST', url: '/v1/things', headers, payload: body });
    expect(answer.statusCode).toBe(201);
    expect(answer.headers.location).toBe('/v1/things/a');
    expect(answer.json()).toEqual({
      id: 'a',
      version: 1,
      receipt: { transactionId: expect.any(String), block: 1, endorsers: ['HospitalMSP', 'CentreMSP'] },
    });
  });

  it('takes the command id from Idempotency-Key and the expected version from If-Match', async () => {
    const more = { ...headers, 'idempotency-key': 'order-00000001', 'if-match': '"7"' };
    await app.inject({ method: 'POST', url: '/v1/things', headers: more, payload: body });
    expect(ledger.submitted[0]?.request.command).toEqual({ commandId: 'order-00000001', expectedVersion: 7 });
  });

  it('draws a new command id where there is no key', async () => {
    await app.inject({ method: 'POST', url: '/v1/things', headers, payload: body });
    await app.inject({ method: 'POST', url: '/v1/things', headers, payload: body });
    const [first, second] = ledger.submitted.map(({ request }) => request.command.commandId);
    expect(first).toMatch(/^auto_[A-Za-z0-9_-]{24}$/);
    expect(second).not.toBe(first);
  });

  it.each([
    ['idempotency-key', 'short'],
    ['idempotency-key', 'auto_aaaaaaaaaaaaaaaa'],
    ['idempotency-key', 'with space in it'],
    ['if-match', '7'],
    ['if-match', 'W/"7"'],
  ])('refuses %s: %s', async (name, value) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/things',
      headers: { ...headers, [name]: value },
      payload: body,
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: 'INPUT_INVALID', faults: [{ path: `/headers/${name}` }] });
    expect(ledger.submitted).toHaveLength(0);
  });

  it('lists every fault by place and rule and repeats no value', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/things',
      headers,
      payload: { name: 'Maria Canary', amount: '1', 'Zanzi brex': 1, note: 'Zanzibrex' },
    });
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'INPUT_INVALID', status: 422, issue: 'value', retry: 'changed' });
    expect(answer.json<{ faults: object[] }>().faults).toEqual(
      expect.arrayContaining([
        { path: '/name', rule: 'maxLength' },
        { path: '/amount', rule: 'type' },
        { path: '/note', rule: 'additionalProperties' },
        { path: '', rule: 'additionalProperties' },
      ]),
    );
    expect(answer.body).not.toMatch(/Maria|Zanzi/);
  });

  it.each([
    ['malformed JSON', { payload: '{"name": Zanzibrex', type: 'application/json' }, 400, 'INPUT_MALFORMED'],
    ['another media type', { payload: '<a/>', type: 'application/xml' }, 415, 'GATEWAY_MEDIA_TYPE'],
    ['5 MB', { payload: JSON.stringify({ name: 'x'.repeat(5e6) }), type: 'application/json' }, 413, 'INPUT_TOO_LARGE'],
    ['a prototype key', { payload: '{"__proto__": {"a": 1}}', type: 'application/json' }, 400, 'INPUT_MALFORMED'],
  ])('refuses %s', async (_title, { payload, type }, status, code) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/things',
      headers: { ...headers, 'content-type': type },
      payload,
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code, type: `urn:rxledger:error:${code}` });
    expect(answer.body).not.toContain('Zanzibrex');
  });

  it('answers 404 for an unknown path and 405 with Allow for an unknown method', async () => {
    const unknown = await app.inject({ url: '/v1/nothing', headers });
    expect(unknown.json()).toMatchObject({ status: 404, code: 'GATEWAY_NOT_FOUND' });
    const method = await app.inject({ method: 'DELETE', url: '/v1/things/a', headers });
    expect(method.json()).toMatchObject({ status: 405, code: 'GATEWAY_METHOD' });
    expect(method.headers.allow).toBe('GET, HEAD');
  });

  it('asks for a token', async () => {
    const answer = await app.inject({ url: '/v1/things/a' });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json()).toMatchObject({ code: 'ACCESS_UNAUTHENTICATED', issue: 'login' });
  });

  it('says what may be done instead, and when to come back', async () => {
    ledger.on('prescription:Issue', () => {
      throw new Problem('RX_HELD', { allowed: ['prescription:Cancel'], status: 'REDEEMED', version: 4, until: 9 });
    });
    const answer = await app.inject({ method: 'POST', url: '/v1/things', headers, payload: body });
    expect(answer.statusCode).toBe(409);
    expect(answer.headers['retry-after']).toBe('300');
    expect(answer.json()).toMatchObject({
      allowed: ['prescription:Cancel'],
      currentStatus: 'REDEEMED',
      currentVersion: 4,
      until: 9,
      instance: `urn:rxledger:request:${String(answer.headers['x-request-id'])}`,
    });
  });

  it('says nothing of a fault of its own', async () => {
    const answer = await app.inject({ url: '/v1/broken', headers });
    expect(answer.json()).toMatchObject({ status: 500, code: 'GATEWAY_INTERNAL' });
    expect(answer.body).not.toMatch(/Maria|Zanzi/);
  });
});
