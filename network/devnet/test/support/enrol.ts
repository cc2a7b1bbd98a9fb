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

const userOf = async ({ mspId }: Enrolling, registrar: Member): Promise<User> => {
  const user = new User('admin');
  const suite = User.newCryptoSuite();
  user.setCryptoSuite(suite);
  await user.setEnrollment(suite.createKeyFromRaw(registrar.privateKeyPem), registrar.certificate, mspId);
  return user;
};

/** Registers somebody as the CA's administrator, and enrols them. */
export const registerAndEnrol = async (
  organisation: Enrolling,
  id: string,
  type: 'client' | 'admin',
): Promise<Member> => {
  const user = await userOf(organisation, await enrol(organisation, 'admin', 'adminpw'));
  const request = { enrollmentID: id, role: type, affiliation: '', maxEnrollments: -1 };
  return enrol(organisation, id, await clientOf(organisation).register(request, user));
};

/** Revokes somebody. @returns the CA's revocation list (PEM) */
export const revocationList = async (organisation: Enrolling, registrar: Member, id: string): Promise<string> => {
  const user = await userOf(organisation, registrar);
  await clientOf(organisation).revoke({ enrollmentID: id }, user);
  const answer = (await clientOf(organisation).generateCRL({}, user)) as string;
  return Buffer.from(answer, 'base64').toString('utf8');
};
