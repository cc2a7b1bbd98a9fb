import { enrol, type Enrolled, sendSigned } from '../ca/client';
import type { ServerUnderTest } from '../ca/server-under-test';
import { memberOf, type Member } from '../support/member';
import { authorityIn } from './connection-profile';
import type { MemberUnderTest } from './network-under-test';

/** A member's certificate authority with its registrar, who registers people for the suite. */
export interface PeopleOffice {
  readonly server: ServerUnderTest;
  readonly registrar: Enrolled;
  /** Registers somebody who may enrol without limit. @returns the secret */
  register(id: string, type?: string): Promise<string>;
  /** Registers and enrols. */
  newcomer(id: string, type?: string): Promise<Member>;
  /** Revokes somebody. @returns the CA's revocation list, PEM */
  revoke(id: string): Promise<string>;
}

/** Enrols the registrar. */
export const openPeopleOffice = async ({ mspId, profile, registrar }: MemberUnderTest): Promise<PeopleOffice> => {
  const server: ServerUnderTest = {
    ...authorityIn(profile, mspId),
    adminUser: registrar.id,
    adminSecret: registrar.secret,
    close: async () => undefined,
  };
  const enrolled = await enrol(server, registrar.id, registrar.secret);
  const post = async (path: string, content: object): Promise<unknown> => {
    const body = JSON.stringify(content);
    const { json } = await sendSigned(server, enrolled, { method: 'POST', path, body });
    if (!json.success) throw new Error(`the CA of ${mspId} refused ${path}: ${JSON.stringify(json.errors)}`);
    return json.result;
  };
  const register = async (id: string, type = 'client'): Promise<string> => {
    const request = { id, type, affiliation: '', attrs: [], max_enrollments: -1 };
    return ((await post('/api/v1/register', request)) as { secret: string }).secret;
  };
  return {
    server,
    registrar: enrolled,
    register,
    newcomer: async (id, type) => {
      const { certificatePem, privateKeyPem } = await enrol(server, id, await register(id, type));
      return memberOf(mspId, certificatePem, privateKeyPem);
    },
    revoke: async (id) => {
      const { CRL } = (await post('/api/v1/revoke', { id, gencrl: true })) as { CRL: string };
      return Buffer.from(CRL, 'base64').toString();
    },
  };
};
