import { describeEnrolment } from './ca/enrolment.behavior';
import { describeManagement } from './ca/management.behavior';
import { describeRegistration } from './ca/registration.behavior';
import { describeRequests } from './ca/requests.behavior';
import { describeRevocation } from './ca/revocation.behavior';
import type { ServerUnderTest } from './ca/server-under-test';
import { openSuite, type Suite } from './ca/suite';

// The client library takes a second to make a key.
jest.setTimeout(120_000);

/** What every Fabric CA does, ours and the real one, for `fabric-ca-client` and for those who send what it would not. */
export function describeCertificateAuthority(kind: string, start: () => Promise<ServerUnderTest>): void {
  describe(kind, () => {
    const suite = {} as Suite;

    beforeAll(async () => {
      Object.assign(suite, await openSuite(start));
    });

    afterAll(() => suite.server?.close());

    it('says its name, chain and version', async () => {
      const info = await suite.services().getCaInfo(suite.admin.user);
      expect(info.caName).toBe(suite.server.caName);
      expect((info as typeof info & { version: string }).version).toMatch(/^v?1\.5\./);
      expect(suite.root.ca).toBe(true);
      expect(suite.root.verify(suite.root.publicKey)).toBe(true);
    });

    describeEnrolment(suite);
    describeRegistration(suite);
    describeRevocation(suite);
    describeManagement(suite);
    describeRequests(suite);
  });
}
