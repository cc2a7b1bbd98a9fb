import { PATTERNS } from '@rxledger/chaincode/api';
import { FakeLedger } from '../test/fake-ledger';
import { testApp } from '../test/test-app';
import type { App } from './http/route';

jest.setTimeout(60_000);

const ID = '4z8k2m6p0q1r3s5t7v9w1x3y5z';
const headers = { authorization: 'Bearer d-1.physician' };

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: BodySchema } } };
  readonly responses: Readonly<Record<string, unknown>>;
}
interface BodySchema {
  readonly anyOf?: readonly BodySchema[];
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, BodySchema>>;
  readonly additionalProperties?: boolean;
  readonly items?: BodySchema;
}

/** A path with something in the place of each parameter that its pattern lets through. */
const filled = (path: string): string => path.replace(/\{(\w+)\}/g, (_, name: string) => PARAMETERS[name] ?? ID);

const PARAMETERS: Readonly<Record<string, string>> = {
  enrolmentId: 'p-1',
  actor: 'HospitalMSP:d-1',
  section: 'base',
  scope: 'whole',
  attachment: `${ID}-b-${ID}`,
  index: '0',
};

/** Objects of an input, by their place. */
function objectsIn(schema: BodySchema, path = ''): readonly (readonly [string, BodySchema])[] {
  const inner = [
    ...(schema.anyOf ?? []).flatMap((one) => objectsIn(one, path)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => objectsIn(one, `${path}/${name}`)),
    ...(schema.items === undefined ? [] : objectsIn(schema.items, `${path}/0`)),
  ];
  return schema.type === 'object' ? [[path, schema], ...inner] : inner;
}

describe('every route of the capabilities', () => {
  let app: App;
  let ledger: FakeLedger;
  const operations: { method: 'GET' | 'POST' | 'PUT'; path: string; operation: Operation }[] = [];

  beforeAll(async () => {
    ledger = new FakeLedger();
    app = await testApp(ledger);
    const { paths } = (await app.inject('/openapi.json')).json<{ paths: Record<string, Record<string, Operation>> }>();
    for (const [path, methods] of Object.entries(paths)) {
      if (!path.startsWith('/v1/') || path === '/v1/events') continue;
      for (const [method, operation] of Object.entries(methods)) {
        operations.push({ method: method.toUpperCase() as 'GET' | 'POST' | 'PUT', path, operation });
      }
    }
  });
  afterAll(async () => app.close());

  it('is described: operation id, summary, tag, what it answers', () => {
    expect(operations.length).toBeGreaterThanOrEqual(80);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const { operationId, summary, tags, responses } = operation;
      expect([path, operationId, summary, tags?.length]).toEqual([path, expect.any(String), expect.any(String), 1]);
      expect([path, '200' in responses || '201' in responses]).toEqual([path, true]);
    }
  });

  it.each(['%00', `${ID}%00`, ID.toUpperCase(), ID.slice(1), `${ID}-0`, `${ID}-100`, '..', 'a%2Fb'])(
    'refuses %s as the id of a prescription before the ledger is asked',
    async (id) => {
      const guarded = operations.filter(({ path }) => path.includes('/prescriptions/{id}'));
      expect(guarded.length).toBeGreaterThan(30);
      for (const { method, path } of guarded) {
        const url = path.replace('{id}', id);
        const answer = await app.inject({ method, url, headers, ...(method === 'POST' ? { payload: {} } : {}) });
        expect([path, answer.statusCode >= 400 && answer.statusCode < 500]).toEqual([path, true]);
        expect(answer.headers['content-type']).toContain('application/problem+json');
      }
      expect(ledger.evaluated).toEqual([]);
      expect(ledger.submitted).toEqual([]);
    },
  );

  it('refuses ids that are none in the path of a record before the ledger is asked', async () => {
    const guarded = operations.filter(({ path }) => /\/(cases|consents)\/\{id\}/.test(path));
    expect(guarded.length).toBeGreaterThan(25);
    for (const { method, path } of guarded) {
      for (const id of ['%00', ID.toUpperCase(), ID.slice(1), `${ID}-2`]) {
        const url = filled(path.replace('{id}', id));
        const answer = await app.inject({ method, url, headers, ...(method === 'POST' ? { payload: {} } : {}) });
        expect([path, answer.statusCode >= 400 && answer.statusCode < 500]).toEqual([path, true]);
      }
    }
    expect(ledger.evaluated).toEqual([]);
    expect(ledger.submitted).toEqual([]);
  });

  it('refuses unknown fields at the top of every body, and says where without repeating their text', async () => {
    for (const { method, path } of operations.filter((one) => one.method === 'POST')) {
      const url = filled(path);
      const payload = { 'Maria Canary': 'Zanzibrex' };
      const answer = await app.inject({ method, url, headers, payload });
      expect([path, answer.json()]).toEqual([path, expect.objectContaining({ status: 422, code: 'INPUT_INVALID' })]);
      expect(answer.json<{ faults: object[] }>().faults).toContainEqual({ path: '', rule: 'additionalProperties' });
      expect(answer.body).not.toMatch(/Canary|Zanzibrex/);
    }
    expect(ledger.submitted).toEqual([]);
  });

  it('refuses unknown fields anywhere inside a body', () => {
    for (const { path, operation } of operations) {
      const schema = operation.requestBody?.content['application/json'].schema;
      if (schema === undefined) continue;
      for (const [place, object] of objectsIn(schema)) {
        expect([path, place, object.additionalProperties]).toEqual([path, place, false]);
      }
    }
  });

  it('refuses a body without its required fields, naming each', async () => {
    for (const { method, path, operation } of operations) {
      const required = operation.requestBody?.content['application/json'].schema.required ?? [];
      if (required.length === 0) continue;
      const url = filled(path);
      const answer = await app.inject({ method, url, headers, payload: {} });
      const { faults } = answer.json<{ faults: object[] }>();
      expect([path, faults]).toEqual([
        path,
        expect.arrayContaining(required.map((name) => ({ path: `/${name}`, rule: 'required' }))),
      ]);
    }
  });

  it('refuses bodies that are no JSON, arrays and bare values', async () => {
    const url = `/v1/prescriptions/${ID}/redeem`;
    const post = (payload: string, type = 'application/json') =>
      app.inject({ method: 'POST', url, headers: { ...headers, 'content-type': type }, payload });
    expect((await post('{"code":')).json()).toMatchObject({ status: 400, code: 'INPUT_MALFORMED' });
    expect((await post('[]')).json()).toMatchObject({ status: 422 });
    expect((await post('"code"')).json()).toMatchObject({ status: 422 });
    expect((await post('code=1', 'application/x-www-form-urlencoded')).statusCode).toBe(415);
  });

  it.each(['0', '201', '-1', '1.5', 'all'])('refuses %s as the limit of a list', async (limit) => {
    for (const path of ['/v1/prescriptions', '/v1/review/queue', '/v1/actors']) {
      const answer = await app.inject({ url: `${path}?limit=${limit}`, headers });
      expect(answer.json()).toMatchObject({
        status: 422,
        faults: [{ path: '/query/limit', rule: expect.any(String) }],
      });
    }
  });

  it('reads identifiers by the patterns of the api', async () => {
    const answer = await app.inject({ url: '/openapi.json' });
    for (const name of [
      'prescriptionId',
      'enrolmentId',
      'mspId',
      'actorId',
      'redemptionCode',
      'reasonCode',
      'recordId',
      'keyId',
    ] as const) {
      expect([name, answer.body.includes(JSON.stringify(PATTERNS[name]))]).toEqual([name, true]);
    }
  });
});
