import { createAuthority, issueIdentity } from '../../src/ca';
import { requestFor } from './certificates';
import { certificatesOf, enrolled, refusalOf, send, sendSigned, tokenOf, type RawCall } from './client';
import { ADMIN } from './server-under-test';
import type { Suite } from './suite';

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

const unauthenticated = { code: 20, message: 'Authentication failure' };

/** Requests as HTTP sees them: tokens good and bad, and what no client library would send. */
export function describeRequests(suite: Suite): void {
  const post = (path: string, body: object | string): RawCall => ({
    method: 'POST',
    path,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const errorOf = async (answer: ReturnType<typeof send>) => {
    const { status, json } = await answer;
    expect(json.success).toBe(false);
    return { status, ...json.errors![0]! };
  };

  describe('tokens', () => {
    const call = () => ({ method: 'GET', path: '/api/v1/certificates?id=nobody' });

    it('are accepted where method, address, body and certificate are signed', async () => {
      const { status, json } = await sendSigned(suite.server, suite.admin, call());
      expect(status).toBe(200);
      expect(json).toMatchObject({ success: true, errors: [], messages: [] });
    });

    it('are refused in the form of before 1.4, which fits every request with the same body', async () => {
      const authorization = tokenOf(suite.admin, call(), 'short');
      expect(await errorOf(send(suite.server, { ...call(), headers: { authorization } }))).toMatchObject(
        unauthenticated,
      );
    });

    it('count for the request they were made for, and for no other', async () => {
      const body = { id: 'token.other', type: 'client', affiliation: '', attrs: [] };
      const authorization = tokenOf(suite.admin, post('/api/v1/register', body));
      const forged = post('/api/v1/register', { ...body, id: 'token.forged' });
      expect(await errorOf(send(suite.server, { ...forged, headers: { authorization } }))).toEqual({
        status: 401,
        ...unauthenticated,
      });
    });

    it('are refused with a high S, as Fabric refuses every such signature', async () => {
      const authorization = tokenOf(suite.admin, call(), 'long', false);
      expect(await errorOf(send(suite.server, { ...call(), headers: { authorization } }))).toMatchObject(
        unauthenticated,
      );
    });

    it.each([
      ['without a signature', 'YWJj'],
      ['that are not base64', 'a b c.***'],
      ['that hold no certificate', 'YWJj.YWJj'],
      ['that are empty', '.'],
    ])('are refused %s', async (_what, authorization) => {
      expect(await errorOf(send(suite.server, { ...call(), headers: { authorization } }))).toEqual({
        status: 401,
        ...unauthenticated,
      });
    });

    it('are refused from a certificate of another authority', async () => {
      const stranger = createAuthority({ commonName: 'stranger' });
      const pair = issueIdentity(stranger, { commonName: ADMIN.adminUser });
      const forger = enrolled(ADMIN.adminUser, pair.certificatePem, pair.privateKeyPem);
      expect(await errorOf(sendSigned(suite.server, forger, call()))).toMatchObject(unauthenticated);
    });

    it('are asked for', async () => {
      expect(await errorOf(send(suite.server, call()))).toEqual({
        status: 401,
        code: 2,
        message: 'No authorization header',
      });
      expect(await errorOf(send(suite.server, post('/api/v1/enroll', {})))).toMatchObject({ status: 401, code: 2 });
    });
  });

  describe('requests', () => {
    it('find everything with and without /api/v1', async () => {
      for (const path of ['/cainfo', '/api/v1/cainfo']) {
        const { json } = await send(suite.server, { method: 'GET', path });
        expect(json.result).toMatchObject({ CAName: suite.server.caName });
      }
    });

    it.each(['register', 'identities'])('answer %s with 201 and the place of what they made', async (what) => {
      const id = `request.made ${what}`;
      const body = { id, type: 'client', affiliation: '', attrs: [] };
      const { status, location } = await sendSigned(suite.server, suite.admin, post(`/api/v1/${what}`, body));
      expect({ status, location }).toEqual({ status: 201, location: `/api/v1/identities/request.made%20${what}` });
      const made = await sendSigned(suite.server, suite.admin, { method: 'GET', path: location! });
      expect(made.json.result).toMatchObject({ id });
    });

    it('read names in a body without regard to case, and null as absent', async () => {
      const body = JSON.stringify({ ID: 'request.case', Type: 'client', affiliation: null, attrs: null, CAName: null });
      expect((await sendSigned(suite.server, suite.admin, post('/api/v1/register', body))).status).toBe(201);
    });

    it.each([
      ['register', ''],
      ['identities', ''],
    ])('need a body for %s', async (what, body) => {
      expect(await errorOf(sendSigned(suite.server, suite.admin, post(`/api/v1/${what}`, body)))).toEqual({
        status: 400,
        code: 4,
        message: 'Empty request body',
      });
    });

    it.each([
      ['broken JSON', '{"id":'],
      ['a list', '[]'],
      ['a number for a name', '{"id":7}'],
      ['a string for a number', '{"id":"a","max_enrollments":"many"}'],
      ['a string for attributes', '{"id":"a","attrs":"x"}'],
    ])('are refused with %s for a body', async (_what, body) => {
      const error = await errorOf(sendSigned(suite.server, suite.admin, post('/api/v1/register', body)));
      expect(error).toMatchObject({ status: 400, code: 5 });
      expect(error.message).toMatch(/^Invalid request body: /);
    });

    it.each([
      ['no request at all', 'rubbish'],
      ['nothing', ''],
      ['another PEM block', '-----BEGIN X-----\nYWJj\n-----END X-----\n'],
      ['no PKCS #10', '-----BEGIN CERTIFICATE REQUEST-----\nYWJj\n-----END CERTIFICATE REQUEST-----\n'],
    ])('are refused with %s where a certificate request belongs', async (_what, certificate_request) => {
      const secret = await suite.register(`request.csr.${Math.random()}`);
      const call = post('/api/v1/enroll', { certificate_request });
      const error = await errorOf(send(suite.server, { ...call, headers: basic(ADMIN.adminUser, ADMIN.adminSecret) }));
      expect([400, 500]).toContain(error.status);
      expect([0, 31]).toContain(error.code);
      expect(JSON.stringify(error)).not.toContain(secret);
    });

    it('are refused where the certificate request was changed after it was signed', async () => {
      const { csr } = await requestFor('CN=aaaaa');
      const der = Buffer.from(csr.split('\n').slice(1, -2).join(''), 'base64');
      der.write(ADMIN.adminUser, der.indexOf('aaaaa'));
      const certificate_request = `-----BEGIN CERTIFICATE REQUEST-----\n${der
        .toString('base64')
        .match(/.{1,64}/g)!
        .join('\n')}\n-----END CERTIFICATE REQUEST-----\n`;
      const call = post('/api/v1/enroll', { certificate_request });
      const error = await errorOf(send(suite.server, { ...call, headers: basic(ADMIN.adminUser, ADMIN.adminSecret) }));
      expect([400, 500]).toContain(error.status);
    });

    it('are refused with a name that is too long in a certificate request', async () => {
      const { csr } = await requestFor(`CN=${ADMIN.adminUser}, O=${'x'.repeat(65)}`);
      const call = post('/api/v1/enroll', { certificate_request: csr });
      const error = await errorOf(send(suite.server, { ...call, headers: basic(ADMIN.adminUser, ADMIN.adminSecret) }));
      expect(error).toMatchObject({ status: 400, code: 80 });
    });

    it('are refused with another method', async () => {
      expect(await errorOf(send(suite.server, { method: 'GET', path: '/api/v1/enroll' }))).toEqual({
        status: 405,
        code: 1,
        message: 'Method GET is not allowed',
      });
    });

    it('are refused at another place', async () => {
      const answer = await send(suite.server, { method: 'GET', path: '/api/v1/nowhere' });
      expect(answer).toMatchObject({ status: 404, text: '404 page not found\n' });
    });

    it('lock an identity after ten wrong secrets', async () => {
      const secret = await suite.register('request.locked');
      const { csr } = await requestFor('CN=request.locked');
      const enrol = (with_: string) =>
        errorOf(
          send(suite.server, {
            ...post('/api/v1/enroll', { certificate_request: csr }),
            headers: basic('request.locked', with_),
          }),
        );
      for (let time = 0; time < 10; time += 1) expect((await enrol('wrong')).code).toBe(20);
      expect(await enrol(secret)).toEqual({
        status: 401,
        code: 73,
        message: 'Incorrect password entered 10 times, max incorrect password limit of 10 reached',
      });
    });

    it.each(['constructor', '__proto__', 'toString'])('find nothing by the name %s', async (name) => {
      expect((await send(suite.server, { method: 'GET', path: `/api/v1/${name}` })).status).toBe(404);
      const { csr } = await requestFor(`CN=${ADMIN.adminUser}`);
      const call = post('/api/v1/enroll', { certificate_request: csr, profile: name });
      const error = await errorOf(send(suite.server, { ...call, headers: basic(ADMIN.adminUser, ADMIN.adminSecret) }));
      expect(error).toEqual({ status: 500, code: 0, message: `Invalid profile: '${name}'` });
      const id = `request.named.${name}`;
      await suite.register(id, { attrs: [{ name, value: 'x', ecert: true }] });
      const revoked = await sendSigned(suite.server, suite.admin, post('/api/v1/revoke', { id, reason: name }));
      expect(revoked.status).toBe(200);
    });

    it('are for the authority that the query or the body names', async () => {
      const path = '/api/v1/identities?ca=nope';
      const expected = { code: 19, message: "CA 'nope' does not exist" };
      expect(await errorOf(sendSigned(suite.server, suite.admin, { method: 'GET', path }))).toEqual({
        status: 404,
        ...expected,
      });
      const other = certificatesOf(suite.server);
      expect(await refusalOf(other.getCertificates({ ca: 'nope' }, suite.admin.user))).toEqual(expected);
    });
  });
}
