import { createPublicKey, X509Certificate } from 'node:crypto';

import { X509Crl } from '@peculiar/x509';

import { createAuthority } from '../src/ca';
import { attributesIn, namesOf, requestFor, subjectOf } from './ca/certificates';
import { enrol, enrolled, refusalOf, servicesOf, type Enrolled } from './ca/client';
import { ADMIN, type ServerUnderTest } from './ca/server-under-test';

/** What every Fabric CA does for `fabric-ca-client`, ours and the real one. */
export function describeCertificateAuthority(kind: string, start: () => Promise<ServerUnderTest>): void {
  describe(`${kind} with fabric-ca-client`, () => {
    let server: ServerUnderTest;
    let admin: Enrolled;
    let root: X509Certificate;

    beforeAll(async () => {
      server = await start();
      admin = await enrol(server, ADMIN.adminUser, ADMIN.adminSecret);
      const { caChain } = await servicesOf(server).getCaInfo(admin.user);
      root = new X509Certificate(caChain);
    });

    afterAll(() => server?.close());

    const services = () => servicesOf(server);
    const register = (
      id: string,
      more: { attrs?: { name: string; value: string; ecert?: boolean }[]; role?: string; by?: Enrolled } = {},
    ) =>
      services().register(
        {
          enrollmentID: id,
          affiliation: '',
          maxEnrollments: -1,
          role: more.role ?? 'client',
          ...(more.attrs ? { attrs: more.attrs } : {}),
        },
        (more.by ?? admin).user,
      );
    const newcomer = async (id: string, attrs: { name: string; value: string; ecert?: boolean }[] = []) =>
      enrol(server, id, await register(id, { attrs }));
    const revokedIn = (pem: string) =>
      new X509Crl(Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64')).entries.map(({ serialNumber }) =>
        serialNumber.replace(/^0+/, ''),
      );
    const serialOf = (certificate: X509Certificate) => namesOf(certificate).serial.replace(/^0+/, '');

    it('says its name, chain and version', async () => {
      const info = await services().getCaInfo(admin.user);
      expect(info.caName).toBe(server.caName);
      expect(info.version).toMatch(/^v?1\.5\./);
      expect(root.ca).toBe(true);
      expect(root.verify(root.publicKey)).toBe(true);
    });

    describe('enrolment', () => {
      it('gives a certificate of the root for the caller’s key, with type and id in its name', async () => {
        const nurse = await newcomer('enrol.plain');
        expect(nurse.certificate.checkIssued(root)).toBe(true);
        expect(nurse.certificate.verify(root.publicKey)).toBe(true);
        expect(createPublicKey(nurse.privateKeyPem).equals(nurse.certificate.publicKey)).toBe(true);
        expect(subjectOf(nurse.certificate, 'CN')).toEqual(['enrol.plain']);
        expect(subjectOf(nurse.certificate, 'OU')).toEqual(['client']);
        expect(nurse.certificate.ca).toBe(false);
        const days = (Date.parse(nurse.certificate.validTo) - Date.now()) / 86_400_000;
        expect(Math.round(days)).toBe(365);
      });

      it('puts the attributes meant for certificates into them, and who it is', async () => {
        const nurse = await newcomer('enrol.attributes', [
          { name: 'rx.role', value: 'nurse', ecert: true },
          { name: 'rx.private', value: 'unseen' },
        ]);
        expect(attributesIn(nurse.certificate)).toEqual({
          'rx.role': 'nurse',
          'hf.Affiliation': '',
          'hf.EnrollmentID': 'enrol.attributes',
          'hf.Type': 'client',
        });
      });

      it('puts exactly the attributes that were asked for', async () => {
        const secret = await register('enrol.asked', { attrs: [{ name: 'rx.private', value: 'seen' }] });
        const attributes = [
          { name: 'rx.private', optional: false },
          { name: 'rx.none', optional: true },
        ];
        const nurse = await enrol(server, 'enrol.asked', secret, { attributes });
        expect(attributesIn(nurse.certificate)).toEqual({ 'rx.private': 'seen' });
      });

      it('has no attributes for an administrator that was not registered by anybody', () => {
        expect(attributesIn(admin.certificate)).toBeUndefined();
      });

      it('certifies the key of a request of one’s own, and its host names', async () => {
        const secret = await register('enrol.csr');
        const own = await requestFor('CN=enrol.csr, C=DK, O=Ward', ['a.example', 'b.example']);
        const { certificate, key } = await services().enroll({
          enrollmentID: 'enrol.csr',
          enrollmentSecret: secret,
          csr: own.csr,
        });
        expect(key).toBeUndefined();
        const issued = new X509Certificate(certificate);
        expect(issued.publicKey.export({ type: 'spki', format: 'der' })).toEqual(own.publicKey);
        expect(subjectOf(issued, 'O')).toEqual(['Ward']);
        expect(issued.checkHost('b.example')).toBe('b.example');
        await services().getCaInfo(enrolled('enrol.csr', certificate, own.privateKeyPem).user);
      });

      it('makes certificates for TLS servers and clients by profile', async () => {
        const secret = await register('enrol.tls', { role: 'peer' });
        const own = await requestFor('CN=enrol.tls', ['peer0.example']);
        const { certificate } = await services().enroll({
          enrollmentID: 'enrol.tls',
          enrollmentSecret: secret,
          csr: own.csr,
          profile: 'tls',
        });
        const issued = new X509Certificate(certificate);
        expect(issued.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
        expect(issued.checkHost('peer0.example')).toBe('peer0.example');
        expect(subjectOf(issued, 'OU')).toEqual(['peer']);
      });

      it('enrols as often as was registered, and no more', async () => {
        const request = { enrollmentID: 'enrol.once', affiliation: '', role: 'client', maxEnrollments: 1 };
        const secret = await services().register(request, admin.user);
        await enrol(server, 'enrol.once', secret);
        expect(await refusalOf(enrol(server, 'enrol.once', secret))).toEqual({
          code: 20,
          message: 'Authentication failure',
        });
      });

      it('refuses a wrong secret and an unknown name alike', async () => {
        const failure = { code: 20, message: 'Authentication failure' };
        await register('enrol.wrong');
        expect(await refusalOf(enrol(server, 'enrol.wrong', 'not the secret'))).toEqual(failure);
        expect(await refusalOf(enrol(server, 'enrol.nobody', 'x'))).toEqual(failure);
      });

      it('refuses attributes that the identity does not have', async () => {
        const secret = await register('enrol.missing');
        const attributes = [{ name: 'nope', optional: false }];
        expect(await refusalOf(enrol(server, 'enrol.missing', secret, { attributes }))).toEqual({
          code: 0,
          message: 'Failed to find requested attributes: The following required attributes are missing: [nope]',
        });
      });

      it('refuses a request for somebody else’s name', async () => {
        const secret = await register('enrol.name');
        const { csr } = await requestFor('CN=admin');
        const call = services().enroll({ enrollmentID: 'enrol.name', enrollmentSecret: secret, csr });
        expect(await refusalOf(call)).toEqual({
          code: 77,
          message: 'The CSR subject common name must equal the enrollment ID',
        });
      });

      it('refuses a profile it does not have', async () => {
        const secret = await register('enrol.profile');
        expect(await refusalOf(enrol(server, 'enrol.profile', secret, { profile: 'nope' }))).toEqual({
          code: 0,
          message: "Invalid profile: 'nope'",
        });
      });

      it('makes nobody an authority who was not registered as one', async () => {
        const secret = await register('enrol.ca');
        expect(await refusalOf(enrol(server, 'enrol.ca', secret, { profile: 'ca' }))).toEqual({
          code: 71,
          message: 'Authorization failure',
        });
      });

      it('refuses a name of an authority it is not', async () => {
        const other = servicesOf(server, server.tlsRootPem, 'nope');
        const call = other.enroll({ enrollmentID: ADMIN.adminUser, enrollmentSecret: ADMIN.adminSecret });
        expect(await refusalOf(call)).toEqual({ code: 19, message: "CA 'nope' does not exist" });
      });

      it('is not reached by a client that trusts another root for TLS', async () => {
        const stranger = createAuthority({ commonName: 'stranger' });
        const other = servicesOf(server, stranger.certificatePem);
        const call = other.enroll({ enrollmentID: ADMIN.adminUser, enrollmentSecret: ADMIN.adminSecret });
        await expect(call).rejects.toThrow(/unable to verify the first certificate|self-signed certificate/);
      });
    });

    describe('re-enrolment', () => {
      it('certifies a new key for the same person, with the attributes of now', async () => {
        const nurse = await newcomer('again.new', [{ name: 'rx.role', value: 'nurse', ecert: true }]);
        const { certificate, key } = await services().reenroll(nurse.user, [{ name: 'rx.role', optional: false }]);
        const issued = new X509Certificate(certificate);
        expect(issued.publicKey.equals(nurse.certificate.publicKey)).toBe(false);
        expect(subjectOf(issued, 'CN')).toEqual(['again.new']);
        expect(attributesIn(issued)).toEqual({ 'rx.role': 'nurse' });
        expect(key).toBeDefined();
      });

      it('is refused to a revoked certificate', async () => {
        const nurse = await newcomer('again.revoked');
        await services().revoke({ ...namesOf(nurse.certificate), enrollmentID: '' }, admin.user);
        expect(await refusalOf(services().reenroll(nurse.user, []))).toEqual({
          code: 20,
          message: 'Authentication failure',
        });
      });
    });

    describe('registration', () => {
      it('uses the secret that is given, or draws one', async () => {
        const request = { enrollmentID: 'register.own', affiliation: '', maxEnrollments: -1, role: 'client' };
        const secret = await services().register({ ...request, enrollmentSecret: 'my own' }, admin.user);
        expect(secret).toBe('my own');
        expect((await enrol(server, 'register.own', 'my own')).certificate.subject).toContain('register.own');
        expect(await register('register.drawn')).toMatch(/^[A-Za-z]{12}$/);
      });

      it('refuses a name that is taken', async () => {
        await register('register.twice');
        expect(await refusalOf(register('register.twice'))).toEqual({
          code: 74,
          message: "Identity 'register.twice' is already registered",
        });
      });

      it.each(['register', 'revoke', 'gencrl'])('refuses %s to somebody without the right', async (what) => {
        const plain = await newcomer(`plain.${what}`);
        const calls: Record<string, () => Promise<unknown>> = {
          register: () => register('plain.other', { by: plain }),
          revoke: () => services().revoke({ enrollmentID: ADMIN.adminUser }, plain.user),
          gencrl: () => services().generateCRL({}, plain.user),
        };
        expect(await refusalOf(calls[what]!())).toEqual({ code: 71, message: 'Authorization failure' });
      });

      it('lets a registrar register the types, attributes and affiliations it was given, and no others', async () => {
        const registrar = await newcomer('registrar', [
          { name: 'hf.Registrar.Roles', value: 'client,peer' },
          { name: 'hf.Registrar.Attributes', value: 'rx.*,hf.Revoker' },
          { name: 'hf.Revoker', value: 'true' },
        ]);
        const attrs = [{ name: 'rx.role', value: 'nurse' }];
        await register('registrar.client', { by: registrar, attrs });
        await register('registrar.peer', { by: registrar, role: 'peer' });
        await register('registrar.revoker', { by: registrar, attrs: [{ name: 'hf.Revoker', value: 'true' }] });
        const refused = { code: 71, message: 'Authorization failure' };
        const tries: Parameters<typeof register>[1][] = [
          { role: 'orderer' },
          { attrs: [{ name: 'other', value: 'x' }] },
          { attrs: [{ name: 'hf.GenCRL', value: 'true' }] },
          { attrs: [{ name: 'hf.Registrar.Roles', value: 'client' }] },
          { attrs: [{ name: 'hf.Revoker', value: 'perhaps' }] },
        ];
        for (const more of tries) {
          expect(await refusalOf(register('registrar.refused', { ...more, by: registrar }))).toEqual(refused);
        }
      });

      it.each([
        ['a reserved attribute that does not exist', [{ name: 'hf.Unknown', value: 'x' }]],
        ['an attribute of fixed value', [{ name: 'hf.Type', value: 'admin' }]],
        ['roles to delegate beyond one’s own', [{ name: 'hf.Registrar.DelegateRoles', value: 'peer' }]],
        ['a right over attributes one does not have', [{ name: 'hf.Registrar.Attributes', value: 'hf.Revoker' }]],
      ])('does not register %s, whoever asks', async (_what, attrs) => {
        expect((await refusalOf(register('register.attribute', { attrs }))).code).toBe(71);
      });

      it('refuses an affiliation that does not exist', async () => {
        const request = {
          enrollmentID: 'register.nowhere',
          affiliation: 'nowhere',
          maxEnrollments: -1,
          role: 'client',
        };
        expect((await refusalOf(services().register(request, admin.user))).code).toBe(71);
      });

      it('refuses a limit below -1', async () => {
        const request = { enrollmentID: 'register.limit', affiliation: '', maxEnrollments: -2, role: 'client' };
        expect(await refusalOf(services().register(request, admin.user))).toEqual({
          code: 82,
          message: 'Max enrollment in registration request may not be less than -1, but was -2',
        });
      });
    });

    describe('revocation', () => {
      it('revokes one certificate and leaves the person the others', async () => {
        const nurse = await newcomer('revoke.one');
        const other = await services().reenroll(nurse.user, []);
        const second = enrolled(
          'revoke.one',
          other.certificate,
          (other.key as unknown as { toBytes(): string }).toBytes(),
        );
        const { serial, aki } = namesOf(nurse.certificate);
        const answer = await services().revoke({ enrollmentID: '', serial, aki, reason: 'keycompromise' }, admin.user);
        expect(answer.result).toEqual({
          RevokedCerts: [{ Serial: serial.replace(/^0+/, ''), AKI: aki.replace(/^0+/, '') }],
          CRL: '',
        });
        expect((await refusalOf(services().reenroll(nurse.user, []))).code).toBe(20);
        await services().reenroll(second.user, []);
      });

      it('revokes a person with all their certificates, who then cannot enrol', async () => {
        const secret = await register('revoke.person');
        const [one, two] = [await enrol(server, 'revoke.person', secret), await enrol(server, 'revoke.person', secret)];
        const answer = await services().revoke({ enrollmentID: 'revoke.person', gencrl: true }, admin.user);
        expect(answer.result.RevokedCerts).toHaveLength(2);
        const listed = revokedIn(Buffer.from(answer.result.CRL, 'base64').toString());
        expect(listed).toEqual(expect.arrayContaining([serialOf(one.certificate), serialOf(two.certificate)]));
        expect(await refusalOf(enrol(server, 'revoke.person', secret))).toEqual({
          code: 20,
          message: 'Authentication failure',
        });
        expect((await refusalOf(services().reenroll(one.user, []))).code).toBe(20);
      });

      it('revokes a person who has no certificate', async () => {
        const secret = await register('revoke.none');
        const answer = await services().revoke({ enrollmentID: 'revoke.none', gencrl: true }, admin.user);
        expect(answer.result).toEqual({ RevokedCerts: null, CRL: '' });
        expect((await refusalOf(enrol(server, 'revoke.none', secret))).code).toBe(20);
      });

      it('lets everybody revoke themselves', async () => {
        const nurse = await newcomer('revoke.self');
        const answer = await services().revoke({ enrollmentID: 'revoke.self' }, nurse.user);
        expect(answer.result.RevokedCerts[0].Serial).toBe(serialOf(nurse.certificate));
      });

      it('lets everybody revoke the very certificate they sign with', async () => {
        const nurse = await newcomer('revoke.own');
        await services().revoke({ enrollmentID: '', ...namesOf(nurse.certificate) }, nurse.user);
        expect((await refusalOf(services().reenroll(nurse.user, []))).code).toBe(20);
      });

      it('says what it did not find, what was revoked before, and whose a certificate is', async () => {
        const nurse = await newcomer('revoke.errors');
        const { serial, aki } = namesOf(nurse.certificate);
        const named = `Certificate with serial ${serial.replace(/^0+/, '')} and AKI ${aki.replace(/^0+/, '')}`;
        const revoke = (request: { enrollmentID: string; serial?: string; aki?: string }) =>
          refusalOf(services().revoke(request, admin.user));
        expect(await revoke({ enrollmentID: 'revoke.nobody' })).toEqual({
          code: 10,
          message: 'Identity revoke.nobody was not found: Failed to get User: sql: no rows in result set',
        });
        expect(await revoke({ enrollmentID: '', serial: 'abc', aki })).toEqual({
          code: 8,
          message: expect.stringContaining('Certificate with serial abc and AKI') as string,
        });
        expect(await revoke({ enrollmentID: 'admin', serial, aki })).toEqual({
          code: 9,
          message: `${named} is not owned by admin`,
        });
        await services().revoke({ enrollmentID: '', serial, aki }, admin.user);
        expect(await revoke({ enrollmentID: '', serial, aki })).toEqual({
          code: 66,
          message: `${named} was already revoked`,
        });
      });
    });

    describe('revocation list', () => {
      const generate = async (request = {}) =>
        Buffer.from(await services().generateCRL(request, admin.user), 'base64').toString();

      it('is signed by the root and holds what is revoked, as a PEM block that OpenSSL knows', async () => {
        const nurse = await newcomer('crl.listed');
        const free = await newcomer('crl.free');
        await services().revoke({ enrollmentID: 'crl.listed' }, admin.user);
        const pem = await generate();
        expect(pem).toMatch(/^-----BEGIN X509 CRL-----\n/);
        expect(revokedIn(pem)).toContain(serialOf(nurse.certificate));
        expect(revokedIn(pem)).not.toContain(serialOf(free.certificate));
        const list = new X509Crl(Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64'));
        const publicKey = await crypto.subtle.importKey(
          'spki',
          root.publicKey.export({ type: 'spki', format: 'der' }),
          { name: 'ECDSA', namedCurve: 'P-256' },
          true,
          ['verify'],
        );
        expect(await list.verify({ publicKey })).toBe(true);
        expect(list.nextUpdate!.getTime() - Date.now()).toBeGreaterThan(23 * 3_600_000);
      });

      it('can be limited by time of revocation and of expiry', async () => {
        const nurse = await newcomer('crl.times');
        await services().revoke({ enrollmentID: 'crl.times' }, admin.user);
        const [past, future] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)];
        const has = async (request: object) => revokedIn(await generate(request)).includes(serialOf(nurse.certificate));
        expect(await has({ revokedAfter: past, revokedBefore: future })).toBe(true);
        expect(await has({ revokedBefore: past })).toBe(false);
        expect(await has({ revokedAfter: future })).toBe(false);
        expect(await has({ expireAfter: future })).toBe(true);
        expect(await has({ expireBefore: future })).toBe(false);
      });

      it('refuses times that are out of order', async () => {
        const [past, future] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)];
        expect(await refusalOf(generate({ revokedAfter: future, revokedBefore: past }))).toEqual({
          code: 36,
          message: "Invalid 'revokedafter' value. It must not be a timestamp greater than 'revokedbefore'",
        });
        expect(await refusalOf(generate({ expireAfter: future, expireBefore: past }))).toEqual({
          code: 37,
          message: "Invalid 'expireafter' value. It must not be a timestamp greater than 'expirebefore'",
        });
      });
    });
  });
}
