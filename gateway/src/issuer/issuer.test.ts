import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { createIssuerApp } from './issuer-app';
import type { IssuerConfig } from './issuer-config';
import { openIssuerFiles } from './issuer-files';

describe('the test issuer', () => {
  let folder: string;
  let config: IssuerConfig;
  let app: FastifyInstance;
  let secret: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'issuer-'));
    config = {
      http: { host: '127.0.0.1', port: 0 },
      issuer: 'http://127.0.0.1:17080',
      audience: 'rxledger',
      keyFile: join(folder, 'issuer', 'signing-key.json'),
      people: [{ mspId: 'HospitalMSP', enrolmentId: 'physician-1', role: 'physician' }],
    };
    const files = await openIssuerFiles(config);
    secret = files.clientSecret;
    app = await createIssuerApp(config, files);
  });
  afterEach(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  const ask = (authorization: string, payload: object) =>
    app.inject({ method: 'POST', url: '/token', headers: { authorization }, payload });

  it('gives tokens that its own keys verify, and that say what they are', async () => {
    const answer = await ask(`Bearer ${secret}`, { organisation: 'HospitalMSP', person: 'physician-1' });
    const jwks = (await app.inject('/.well-known/jwks.json')).json<JSONWebKeySet>();
    const { payload } = await jwtVerify(answer.json<{ access_token: string }>().access_token, createLocalJWKSet(jwks), {
      issuer: config.issuer,
      audience: 'rxledger',
    });
    expect(payload).toMatchObject({ sub: 'physician-1', rx_msp: 'HospitalMSP' });
    expect(payload['rx_test_issuer']).toMatch(/^test issuer/);
    expect(answer.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
  });

  it('publishes no private part', async () => {
    const { keys } = (await app.inject('/jwks.json')).json<JSONWebKeySet>();
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toHaveProperty('d');
  });

  it('asks for its secret', async () => {
    const answer = await ask('Bearer guess', { organisation: 'HospitalMSP', person: 'physician-1' });
    expect(answer.statusCode).toBe(401);
  });

  it('knows its organisations alone', async () => {
    const answer = await ask(`Bearer ${secret}`, { organisation: 'EvilMSP', person: 'physician-1' });
    expect(answer.statusCode).toBe(400);
  });

  it('keeps key and secret for its owner alone, and uses them again', async () => {
    for (const file of [config.keyFile, join(folder, 'issuer', 'client-secret')]) {
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    }
    const before = await readFile(config.keyFile, 'utf8');
    await expect(openIssuerFiles(config)).resolves.toMatchObject({ clientSecret: secret });
    await expect(readFile(config.keyFile, 'utf8')).resolves.toBe(before);
  });
});
