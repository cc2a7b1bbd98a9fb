import FabricCAServices from 'fabric-ca-client';
import { User, Utils } from 'fabric-common';
import { memberOf, type Member } from './member';

/** What it takes to enrol with an organisation's CA. */
export interface Enrolling {
  readonly mspId: string;
  readonly ca: { readonly name: string; readonly url: string; readonly tlsCaCertificate: string };
}

// The client's own cryptography may keep the connection waiting for longer than its default of three seconds.
// (The function is there, its declaration is not.)
(Utils as unknown as { setConfigSetting(name: string, value: number): void }).setConfigSetting(
  'connection-timeout',
  60_000,
);

const clientOf = ({ ca }: Enrolling): FabricCAServices =>
  new FabricCAServices(ca.url, { trustedRoots: Buffer.from(ca.tlsCaCertificate), verify: true }, ca.name);

/** Enrols somebody who is registered. */
export const enrol = async (
  organisation: Enrolling,
  enrollmentID: string,
  enrollmentSecret: string,
): Promise<Member> => {
  const { certificate, key } = await clientOf(organisation).enroll({ enrollmentID, enrollmentSecret });
  return memberOf(organisation.mspId, certificate, key.toBytes());
};

/** Registers somebody as the CA's administrator, and enrols them. */
export const registerAndEnrol = async (
  organisation: Enrolling,
  id: string,
  type: 'client' | 'admin',
): Promise<Member> => {
  const registrar = await enrol(organisation, 'admin', 'adminpw');
  const user = new User('admin');
  const suite = User.newCryptoSuite();
  user.setCryptoSuite(suite);
  const key = suite.createKeyFromRaw(registrar.privateKeyPem);
  await user.setEnrollment(key, registrar.certificate, organisation.mspId);
  const request = { enrollmentID: id, role: type, affiliation: '', maxEnrollments: -1 };
  return enrol(organisation, id, await clientOf(organisation).register(request, user));
};
