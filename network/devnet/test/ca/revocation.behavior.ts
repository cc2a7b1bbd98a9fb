import { namesOf, readCrl, revokedIn, serialOf } from './certificates';
import { enrol, enrolled, pemOf, refusalOf } from './client';
import type { Suite } from './suite';

/** Certificates and people that no longer count, and the list of them. */
export function describeRevocation(suite: Suite): void {
  describe('revocation', () => {
    it('revokes one certificate and leaves the person the others', async () => {
      const nurse = await suite.newcomer('revoke.one');
      const other = await suite.services().reenroll(nurse.user, []);
      const second = enrolled('revoke.one', other.certificate, pemOf(other.key));
      const { serial, aki } = namesOf(nurse.certificate);
      const answer = await suite.revoke({ enrollmentID: '', serial, aki, reason: 'keycompromise' });
      expect(answer.result).toEqual({
        RevokedCerts: [{ Serial: serial.replace(/^0+/, ''), AKI: aki.replace(/^0+/, '') }],
        CRL: '',
      });
      expect(await suite.isTrusted(nurse)).toBe(false);
      expect(await suite.isTrusted(second)).toBe(true);
    });

    it('revokes a person with all their certificates, who then cannot enrol', async () => {
      const secret = await suite.register('revoke.person');
      const [one, two] = [
        await enrol(suite.server, 'revoke.person', secret),
        await enrol(suite.server, 'revoke.person', secret),
      ];
      const answer = await suite.revoke({ enrollmentID: 'revoke.person', gencrl: true });
      expect(answer.result.RevokedCerts).toHaveLength(2);
      const listed = revokedIn(Buffer.from(answer.result.CRL, 'base64').toString());
      expect(listed).toEqual(expect.arrayContaining([serialOf(one.certificate), serialOf(two.certificate)]));
      expect(await refusalOf(enrol(suite.server, 'revoke.person', secret))).toEqual({
        code: 20,
        message: 'Authentication failure',
      });
      expect(await suite.isTrusted(one)).toBe(false);
    });

    it('revokes a person who has no certificate', async () => {
      const secret = await suite.register('revoke.none');
      const answer = await suite.revoke({ enrollmentID: 'revoke.none', gencrl: true });
      expect(answer.result).toEqual({ RevokedCerts: null, CRL: '' });
      expect((await refusalOf(enrol(suite.server, 'revoke.none', secret))).code).toBe(20);
    });

    it('lets everybody revoke themselves', async () => {
      const nurse = await suite.newcomer('revoke.self');
      const answer = await suite.revoke({ enrollmentID: 'revoke.self' }, nurse);
      expect(answer.result.RevokedCerts?.[0]?.Serial).toBe(serialOf(nurse.certificate));
    });

    it('lets everybody revoke the very certificate they sign with', async () => {
      const nurse = await suite.newcomer('revoke.own');
      await suite.revoke({ enrollmentID: '', ...namesOf(nurse.certificate) }, nurse);
      expect(await suite.isTrusted(nurse)).toBe(false);
    });

    it('says what it did not find, what was revoked before, and whose a certificate is', async () => {
      const nurse = await suite.newcomer('revoke.errors');
      const { serial, aki } = namesOf(nurse.certificate);
      const named = `Certificate with serial ${serial.replace(/^0+/, '')} and AKI ${aki.replace(/^0+/, '')}`;
      expect(await refusalOf(suite.revoke({ enrollmentID: 'revoke.nobody' }))).toEqual({
        code: 10,
        message: 'Identity revoke.nobody was not found: Failed to get User: sql: no rows in result set',
      });
      expect(await refusalOf(suite.revoke({ enrollmentID: '', serial: 'abc', aki }))).toEqual({
        code: 8,
        message: expect.stringContaining('Certificate with serial abc and AKI') as string,
      });
      expect(await refusalOf(suite.revoke({ enrollmentID: 'admin', serial, aki }))).toEqual({
        code: 9,
        message: `${named} is not owned by admin`,
      });
      await suite.revoke({ enrollmentID: '', serial, aki });
      expect(await refusalOf(suite.revoke({ enrollmentID: '', serial, aki }))).toEqual({
        code: 66,
        message: `${named} was already revoked`,
      });
    });
  });

  describe('revocation list', () => {
    const generate = async (request = {}) =>
      Buffer.from(await suite.services().generateCRL(request, suite.admin.user), 'base64').toString();

    it('is signed by the root and holds what is revoked, as a PEM block that OpenSSL knows', async () => {
      const nurse = await suite.newcomer('crl.listed');
      const free = await suite.newcomer('crl.free');
      await suite.revoke({ enrollmentID: 'crl.listed' });
      const pem = await generate();
      expect(pem).toMatch(/^-----BEGIN X509 CRL-----\n/);
      expect(revokedIn(pem)).toContain(serialOf(nurse.certificate));
      expect(revokedIn(pem)).not.toContain(serialOf(free.certificate));
      const list = readCrl(pem);
      const publicKey = await crypto.subtle.importKey(
        'spki',
        suite.root.publicKey.export({ type: 'spki', format: 'der' }),
        { name: 'ECDSA', namedCurve: 'P-256' },
        true,
        ['verify'],
      );
      expect(await list.verify({ publicKey })).toBe(true);
      expect(list.nextUpdate!.getTime() - Date.now()).toBeGreaterThan(23 * 3_600_000);
    });

    it('can be limited by time of revocation and of expiry', async () => {
      const nurse = await suite.newcomer('crl.times');
      await suite.revoke({ enrollmentID: 'crl.times' });
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
}
