import { attributesIn, subjectOf } from '../ca/certificates';
import { enrol, refusalOf, send, sendSigned } from '../ca/client';
import { mspIds } from './members';
import type { OpenNetwork } from './open-network';

/** What a member's certificate authority answers; `ca.behavior.ts` has the whole of it, for an authority with nobody in it yet. */
export const authorities = (network: () => OpenNetwork): void => {
  const people = () => network().of(mspIds.hospital).people;
  const post = (path: string, content: object) => ({ method: 'POST', path, body: JSON.stringify(content) });
  const asRegistrar = (path: string, content: object) =>
    sendSigned(people().server, people().registrar, post(path, content));

  describe('a certificate authority', () => {
    test('says its name, chain and version', async () => {
      const { json } = await send(people().server, post('/api/v1/cainfo', {}));
      expect(json.result).toMatchObject({
        CAName: people().server.caName,
        Version: expect.stringMatching(/^v?1\.5\./) as string,
      });
    });

    test('puts type and attributes into a certificate', async () => {
      const id = network().freshId('ca-attributes');
      const attrs = [
        { name: 'ward', value: 'east', ecert: true },
        { name: 'payroll', value: '7', ecert: false },
      ];
      const { json } = await asRegistrar('/api/v1/register', { id, type: 'client', attrs, max_enrollments: -1 });
      const { certificate } = await enrol(people().server, id, (json.result as { secret: string }).secret);
      expect(subjectOf(certificate, 'CN')).toEqual([id]);
      expect(subjectOf(certificate, 'OU')).toContain('client');
      expect(attributesIn(certificate)).toMatchObject({ ward: 'east', 'hf.EnrollmentID': id, 'hf.Type': 'client' });
      expect(attributesIn(certificate)).not.toHaveProperty('payroll');
    });

    test('refuses a wrong secret', async () => {
      const id = network().freshId('ca-secret');
      await people().register(id);
      expect(await refusalOf(enrol(people().server, id, 'wrong'))).toEqual({
        code: 20,
        message: 'Authentication failure',
      });
    });

    test('registers nobody twice', async () => {
      const id = network().freshId('ca-twice');
      await people().register(id);
      const { json } = await asRegistrar('/api/v1/register', { id, type: 'client' });
      expect(json.errors).toEqual([{ code: 74, message: `Identity '${id}' is already registered` }]);
    });

    test('refuses a certificate that lacks an attribute asked for', async () => {
      const id = network().freshId('ca-lacking');
      const secret = await people().register(id);
      const attributes = [{ name: 'nope', optional: false }];
      expect(await refusalOf(enrol(people().server, id, secret, { attributes }))).toEqual({
        code: 0,
        message: 'Failed to find requested attributes: The following required attributes are missing: [nope]',
      });
    });

    test.each([
      ['/api/v1/register', { id: 'someone', type: 'client' }],
      ['/api/v1/revoke', { id: 'admin' }],
      ['/api/v1/gencrl', {}],
    ])('does not let a plain client call %s', async (path, content) => {
      const id = network().freshId(`ca-plain-${path.split('/').pop()}`);
      const client = await enrol(people().server, id, await people().register(id));
      const { json } = await sendSigned(people().server, client, post(path, content));
      expect(json.errors).toEqual([{ code: 71, message: 'Authorization failure' }]);
    });

    test('enrols nobody who is revoked, and lists the certificate', async () => {
      const id = network().freshId('ca-revoked');
      const secret = await people().register(id);
      await enrol(people().server, id, secret);
      expect(await people().revoke(id)).toMatch(/^-----BEGIN X509 CRL-----/);
      expect(await refusalOf(enrol(people().server, id, secret))).toEqual({
        code: 20,
        message: 'Authentication failure',
      });
    });

    test('does not answer for an authority of another name', async () => {
      const { json } = await asRegistrar('/api/v1/register', { id: 'someone', type: 'client', caname: 'nope' });
      expect(json.errors).toEqual([{ code: 19, message: "CA 'nope' does not exist" }]);
    });
  });
};
