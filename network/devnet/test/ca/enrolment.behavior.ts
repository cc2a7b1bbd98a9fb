import { createPublicKey, X509Certificate } from 'node:crypto';

import { createAuthority } from '../../src/ca';
import { attributesIn, namesOf, requestFor, subjectOf } from './certificates';
import { enrol, enrolled, enrolWithLibraryKey, refusalOf, servicesOf } from './client';
import { ADMIN } from './server-under-test';
import type { Suite } from './suite';

/** Certificates for secrets and for older certificates. */
export function describeEnrolment(suite: Suite): void {
  describe('enrolment', () => {
    it('gives a certificate of the root for the caller’s key, with type and id in its name', async () => {
      const nurse = await enrolWithLibraryKey(suite.server, 'enrol.plain', await suite.register('enrol.plain'));
      expect(nurse.certificate.checkIssued(suite.root)).toBe(true);
      expect(nurse.certificate.verify(suite.root.publicKey)).toBe(true);
      expect(createPublicKey(nurse.privateKeyPem).equals(nurse.certificate.publicKey)).toBe(true);
      expect(subjectOf(nurse.certificate, 'CN')).toEqual(['enrol.plain']);
      expect(subjectOf(nurse.certificate, 'OU')).toEqual(['client']);
      expect(nurse.certificate.ca).toBe(false);
      const days = (Date.parse(nurse.certificate.validTo) - Date.now()) / 86_400_000;
      expect(Math.round(days)).toBe(365);
    });

    it('puts the attributes meant for certificates into them, and who it is', async () => {
      const nurse = await suite.newcomer('enrol.attributes', [
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
      const secret = await suite.register('enrol.asked', { attrs: [{ name: 'rx.private', value: 'seen' }] });
      const attributes = [
        { name: 'rx.private', optional: false },
        { name: 'rx.none', optional: true },
      ];
      const nurse = await enrol(suite.server, 'enrol.asked', secret, { attributes });
      expect(attributesIn(nurse.certificate)).toEqual({ 'rx.private': 'seen' });
    });

    it('has no attributes for an administrator that was not registered by anybody', () => {
      expect(attributesIn(suite.admin.certificate)).toBeUndefined();
    });

    it('certifies the key of a request of one’s own, and its host names', async () => {
      const secret = await suite.register('enrol.csr');
      const own = await requestFor('CN=enrol.csr, C=DK, O=Ward', ['a.example', 'b.example']);
      const { certificate, key } = await suite.services().enroll({
        enrollmentID: 'enrol.csr',
        enrollmentSecret: secret,
        csr: own.csr,
      });
      expect(key).toBeUndefined();
      const issued = new X509Certificate(certificate);
      expect(issued.publicKey.export({ type: 'spki', format: 'der' })).toEqual(own.publicKey);
      expect(subjectOf(issued, 'O')).toEqual(['Ward']);
      expect(issued.checkHost('b.example')).toBe('b.example');
      await suite.services().getCaInfo(enrolled('enrol.csr', certificate, own.privateKeyPem).user);
    });

    it('makes certificates for TLS servers and clients by profile', async () => {
      const secret = await suite.register('enrol.tls', { role: 'peer' });
      const own = await requestFor('CN=enrol.tls', ['peer0.example']);
      const { certificate } = await suite.services().enroll({
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
      const secret = await suite.services().register(request, suite.admin.user);
      await enrol(suite.server, 'enrol.once', secret);
      expect(await refusalOf(enrol(suite.server, 'enrol.once', secret))).toEqual({
        code: 20,
        message: 'Authentication failure',
      });
    });

    it('refuses a wrong secret and an unknown name alike', async () => {
      const failure = { code: 20, message: 'Authentication failure' };
      await suite.register('enrol.wrong');
      expect(await refusalOf(enrol(suite.server, 'enrol.wrong', 'not the secret'))).toEqual(failure);
      expect(await refusalOf(enrol(suite.server, 'enrol.nobody', 'x'))).toEqual(failure);
    });

    it('refuses attributes that the identity does not have', async () => {
      const secret = await suite.register('enrol.missing');
      const attributes = [{ name: 'nope', optional: false }];
      expect(await refusalOf(enrol(suite.server, 'enrol.missing', secret, { attributes }))).toEqual({
        code: 0,
        message: 'Failed to find requested attributes: The following required attributes are missing: [nope]',
      });
    });

    it('refuses a request for somebody else’s name', async () => {
      const secret = await suite.register('enrol.name');
      const { csr } = await requestFor('CN=admin');
      const call = suite.services().enroll({ enrollmentID: 'enrol.name', enrollmentSecret: secret, csr });
      expect(await refusalOf(call)).toEqual({
        code: 77,
        message: 'The CSR subject common name must equal the enrollment ID',
      });
    });

    it('refuses a profile it does not have', async () => {
      const secret = await suite.register('enrol.profile');
      expect(await refusalOf(enrol(suite.server, 'enrol.profile', secret, { profile: 'nope' }))).toEqual({
        code: 0,
        message: "Invalid profile: 'nope'",
      });
    });

    it('makes nobody an authority who was not registered as one', async () => {
      const secret = await suite.register('enrol.ca');
      expect(await refusalOf(enrol(suite.server, 'enrol.ca', secret, { profile: 'ca' }))).toEqual({
        code: 71,
        message: 'Authorization failure',
      });
    });

    it('refuses a name of an authority it is not', async () => {
      const other = servicesOf(suite.server, suite.server.tlsRootPem, 'nope');
      const call = other.enroll({ enrollmentID: ADMIN.adminUser, enrollmentSecret: ADMIN.adminSecret });
      expect(await refusalOf(call)).toEqual({ code: 19, message: "CA 'nope' does not exist" });
    });

    it('is not reached by a client that trusts another root for TLS', async () => {
      const stranger = createAuthority({ commonName: 'stranger' });
      const other = servicesOf(suite.server, stranger.certificatePem);
      const call = other.enroll({ enrollmentID: ADMIN.adminUser, enrollmentSecret: ADMIN.adminSecret });
      await expect(call).rejects.toThrow(/unable to verify the first certificate|self-signed certificate/);
    });
  });

  describe('re-enrolment', () => {
    it('certifies a new key for the same person, with the attributes of now', async () => {
      const nurse = await suite.newcomer('again.new', [{ name: 'rx.role', value: 'nurse', ecert: true }]);
      const { certificate, key } = await suite.services().reenroll(nurse.user, [{ name: 'rx.role', optional: false }]);
      const issued = new X509Certificate(certificate);
      expect(issued.publicKey.equals(nurse.certificate.publicKey)).toBe(false);
      expect(subjectOf(issued, 'CN')).toEqual(['again.new']);
      expect(attributesIn(issued)).toEqual({ 'rx.role': 'nurse' });
      expect(key).toBeDefined();
    });

    it('is refused to a revoked certificate', async () => {
      const nurse = await suite.newcomer('again.revoked');
      await suite.revoke({ ...namesOf(nurse.certificate), enrollmentID: '' });
      expect(await refusalOf(suite.services().reenroll(nurse.user, []))).toEqual({
        code: 20,
        message: 'Authentication failure',
      });
    });
  });
}
