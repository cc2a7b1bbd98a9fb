import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  startCertificateAuthority,
  type CertificateAuthorityOptions,
  type RunningCertificateAuthority,
} from '../src/ca';
import { revokedIn, serialOf } from './ca/certificates';
import { enrol, refusalOf, send, sendSigned, tokenOf, type Enrolled, type RawCall } from './ca/client';
import { ADMIN, type ServerUnderTest } from './ca/server-under-test';

jest.setTimeout(120_000);

const SECRET = 'the-nurse-secret';

describe('devnet’s authority by itself', () => {
  let directory: string;
  let running: RunningCertificateAuthority | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'devnet-ca-'));
  });

  afterEach(async () => {
    await running?.close();
    running = undefined;
    await rm(directory, { recursive: true, force: true });
  });

  const start = async (options: Partial<CertificateAuthorityOptions> = {}): Promise<ServerUnderTest> => {
    running = await startCertificateAuthority({
      name: 'ca-test',
      mspId: 'TestMSP',
      directory,
      host: '127.0.0.1',
      port: 0,
      ...ADMIN,
      ...options,
    });
    return {
      url: `https://localhost:${running.port}`,
      caName: 'ca-test',
      ...ADMIN,
      tlsRootPem: running.tlsCaCertificatePem,
      close: async () => undefined,
    };
  };
  const restart = async (options: Partial<CertificateAuthorityOptions> = {}) => {
    await running?.close();
    return start(options);
  };
  const post = (path: string, body: object): RawCall => ({ method: 'POST', path, body: JSON.stringify(body) });
  const registerNurse = (server: ServerUnderTest, admin: Enrolled) =>
    sendSigned(
      server,
      admin,
      post('/api/v1/register', { id: 'nurse', type: 'client', secret: SECRET, max_enrollments: -1 }),
    );

  it('is the same authority after a restart, and knows whom it registered and revoked', async () => {
    const before = await start({ affiliations: ['ward.east'] });
    const { caCertificatePem } = running!;
    const admin = await enrol(before, ADMIN.adminUser, ADMIN.adminSecret);
    await registerNurse(before, admin);
    const nurse = await enrol(before, 'nurse', SECRET);
    await sendSigned(before, admin, post('/api/v1/revoke', { id: 'nurse' }));

    const after = await restart();
    expect(running!.caCertificatePem).toBe(caCertificatePem);
    expect(revokedIn(running!.crl())).toEqual([serialOf(nurse.certificate)]);
    expect((await refusalOf(enrol(after, 'nurse', SECRET))).code).toBe(20);
    const { json } = await sendSigned(after, admin, { method: 'GET', path: '/api/v1/affiliations/ward' });
    expect(json.result).toMatchObject({ name: 'ward', affiliations: [{ name: 'ward.east' }] });
  });

  it('has on the disk what it has answered, though it never comes to close anything', async () => {
    const server = await start();
    const admin = await enrol(server, ADMIN.adminUser, ADMIN.adminSecret);
    await registerNurse(server, admin);
    const copy = await mkdtemp(join(tmpdir(), 'devnet-ca-'));
    await cp(directory, copy, { recursive: true });
    const after = await restart({ directory: copy });
    expect((await enrol(after, 'nurse', SECRET)).certificate.subject).toContain('nurse');
    expect((await sendSigned(after, admin, { method: 'GET', path: '/api/v1/identities' })).status).toBe(200);
    await running!.close();
    running = undefined;
    await rm(copy, { recursive: true });
  });

  it.each(['', 'nu\u0000rse', 'nurse\n'])('registers nobody by the name %j', async (id) => {
    const server = await start();
    const admin = await enrol(server, ADMIN.adminUser, ADMIN.adminSecret);
    const { status, json } = await sendSigned(server, admin, post('/api/v1/register', { id, type: 'client' }));
    expect(status).toBe(400);
    expect(json.errors![0]).toMatchObject({ code: 52 });
  });

  it('keeps no secret that could be read, and its keys for itself', async () => {
    const server = await start();
    await registerNurse(server, await enrol(server, ADMIN.adminUser, ADMIN.adminSecret));
    await running!.close();
    running = undefined;
    const names = await readdir(directory);
    expect(names).toEqual(expect.arrayContaining(['authority.pem', 'registry.db']));
    const contents = await Promise.all(names.map((name) => readFile(join(directory, name), 'latin1')));
    for (const secret of [SECRET, ADMIN.adminSecret]) expect(contents.join('')).not.toContain(secret);
    const keys = names.filter((name) => name.endsWith('.pem'));
    const modes = await Promise.all(keys.map(async (name) => (await stat(join(directory, name))).mode & 0o077));
    expect(modes).toEqual(keys.map(() => 0));
  });

  it('writes a line a request, with the reason of a refusal and without any secret', async () => {
    const lines: string[] = [];
    const server = await start({ log: (line: string) => lines.push(line) });
    const admin = await enrol(server, ADMIN.adminUser, ADMIN.adminSecret);
    await registerNurse(server, admin);
    await refusalOf(enrol(server, 'nurse', 'guessed-secret'));
    await send(server, { method: 'GET', path: '/api/v1/identities/x%0Ay?force=guessed-secret' });
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^POST \/api\/v1\/enroll 201 \d+\.\d ms$/);
    expect(lines[2]).toMatch(/^POST \/api\/v1\/enroll 401 code 20 \(wrong secret for 'nurse'\) \d+\.\d ms$/);
    for (const line of lines) expect(line).not.toMatch(/secret(?! for)|\n/);
  });

  it('refuses a body that is too large, and goes on', async () => {
    const server = await start();
    const admin = await enrol(server, ADMIN.adminUser, ADMIN.adminSecret);
    const call = post('/api/v1/register', { id: 'x'.repeat(2_000_000) });
    const { status, json } = await sendSigned(server, admin, call);
    expect(status).toBe(413);
    expect(json.errors).toEqual([{ code: 3, message: 'Failed reading request body: it is longer than 1048576 bytes' }]);
    expect((await registerNurse(server, admin)).status).toBe(201);
  });

  it('takes tokens of clients before 1.4 only when it is told to', async () => {
    const server = await start({ acceptsShortTokens: true });
    const admin = await enrol(server, ADMIN.adminUser, ADMIN.adminSecret);
    const call = { method: 'GET', path: '/api/v1/identities' };
    const authorization = tokenOf(admin, call, 'short');
    expect((await send(server, { ...call, headers: { authorization } })).status).toBe(200);
  });

  it('refuses a certificate that has expired, and one from before its time', async () => {
    let now = new Date();
    const server = await start({ now: () => now });
    const admin = await enrol(server, ADMIN.adminUser, ADMIN.adminSecret);
    const statusAt = async (at: Date) => {
      now = at;
      return (await sendSigned(server, admin, { method: 'GET', path: '/api/v1/identities' })).status;
    };
    const end = Date.parse(admin.certificate.validTo);
    expect(await statusAt(new Date(end - 1000))).toBe(200);
    expect(await statusAt(new Date(end + 1000))).toBe(401);
    expect(await statusAt(new Date(Date.parse(admin.certificate.validFrom) - 1000))).toBe(401);
  });

  it('lets one of two enrolments through that race for the last one allowed', async () => {
    const server = await start();
    const admin = await enrol(server, ADMIN.adminUser, ADMIN.adminSecret);
    const request = { id: 'once', type: 'client', secret: SECRET, max_enrollments: 1 };
    await sendSigned(server, admin, post('/api/v1/register', request));
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => enrol(server, 'once', SECRET)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { json } = await sendSigned(server, admin, { method: 'GET', path: '/api/v1/certificates?id=once' });
    expect((json.result as { certs: unknown[] }).certs).toHaveLength(1);
  });

  it('gives a node the same keys again, until it is revoked or answers elsewhere', async () => {
    await start();
    const peer = { commonName: 'peer0', role: 'peer', hosts: ['peer0.example', '127.0.0.1'], tls: true } as const;
    const first = running!.issueNode(peer);
    const certificate = new X509Certificate(first.certificatePem);
    expect(certificate.checkHost('peer0.example')).toBe('peer0.example');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.subject).toContain('OU=peer');
    expect(running!.issueNode({ ...peer, tls: false }).certificatePem).not.toBe(first.certificatePem);
    const again = await restart();
    expect(running!.issueNode(peer)).toEqual(first);
    expect(running!.issueNode({ ...peer, hosts: ['elsewhere.example'] })).not.toEqual(first);
    const current = running!.issueNode({ ...peer, hosts: ['elsewhere.example'] });
    const admin = await enrol(again, ADMIN.adminUser, ADMIN.adminSecret);
    await sendSigned(again, admin, post('/api/v1/revoke', { id: 'peer0' }));
    expect(running!.issueNode({ ...peer, hosts: ['elsewhere.example'] })).not.toEqual(current);
    expect(revokedIn(running!.crl())).toContain(serialOf(new X509Certificate(current.certificatePem)));
    expect((await refusalOf(enrol(again, 'peer0', 'none'))).code).toBe(20);
  });

  it.each([
    ['another file', (_before: Buffer) => Buffer.from('not a database, and long enough to look like one'.repeat(100))],
    ['a damaged page', (before: Buffer) => Buffer.concat([before.subarray(0, 4096), before.subarray(4096).fill(7)])],
    ['the first half', (before: Buffer) => before.subarray(0, before.length / 2)],
  ])('says that its registry is unusable and what to do with %s in its place', async (_what, damage) => {
    await start();
    await running!.close();
    running = undefined;
    const file = join(directory, 'registry.db');
    const damaged = damage(await readFile(file));
    await writeFile(file, damaged);
    await expect(start()).rejects.toThrow(/registry.db cannot be read: restore it, or remove its folder/);
    expect((await readFile(file)).equals(damaged)).toBe(true);
  });

  it('says that its port is taken', async () => {
    await start();
    const { port } = running!;
    const other = startCertificateAuthority({ name: 'other', mspId: 'Other', host: '127.0.0.1', port, ...ADMIN });
    await expect(other).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('makes certificates and lists that OpenSSL verifies', async () => {
    await start();
    const peer = running!.issueNode({ commonName: 'peer0', role: 'peer' });
    const path = (name: string) => join(directory, name);
    await writeFile(path('ca.crt'), running!.caCertificatePem);
    await writeFile(path('peer.crt'), peer.certificatePem);
    await writeFile(path('list.crl'), running!.crl());
    const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe' }).toString();
    const verify = ['verify', '-CAfile', path('ca.crt'), '-CRLfile', path('list.crl'), '-crl_check', '-x509_strict'];
    expect(openssl(...verify, path('peer.crt'))).toContain('OK');
    expect(openssl('crl', '-in', path('list.crl'), '-noout', '-text')).toContain('Version 2');
  });
});
