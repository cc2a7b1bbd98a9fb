import { X509Certificate } from 'node:crypto';

import type FabricCAServices from 'fabric-ca-client';

import { enrol, sendSigned, servicesOf, type Enrolled } from './client';
import { ADMIN, type ServerUnderTest } from './server-under-test';

/** Attributes as they are registered. */
export type Attributes = readonly { readonly name: string; readonly value: string; readonly ecert?: boolean }[];

/** Whom to register, beside the name; by the administrator where nobody else is named. */
export interface Registration {
  readonly attrs?: Attributes;
  readonly role?: string;
  readonly affiliation?: string;
  readonly by?: Enrolled;
}

/** The server under test with its administrator, and what nearly every test does first. */
export interface Suite {
  readonly server: ServerUnderTest;
  readonly admin: Enrolled;
  /** The authority's own certificate. */
  readonly root: X509Certificate;
  services(): FabricCAServices;
  /** Registers somebody who may enrol without limit, and gives the secret; by hand, as the library takes long to sign. */
  register(id: string, registration?: Registration): Promise<string>;
  /** Whether the authority still takes this certificate for what it is. */
  isTrusted(by: Enrolled): Promise<boolean>;
  /** Registers and enrols. */
  newcomer(id: string, attrs?: Attributes, affiliation?: string): Promise<Enrolled>;
  revoke(request: Parameters<FabricCAServices['revoke']>[0] & { gencrl?: boolean }, by?: Enrolled): Promise<Revoked>;
}

/** The answer to a revocation. */
export interface Revoked {
  readonly result: {
    readonly RevokedCerts: readonly { readonly Serial: string; readonly AKI: string }[] | null;
    readonly CRL: string;
  };
}

/** Starts the server and enrols its administrator. */
export async function openSuite(start: () => Promise<ServerUnderTest>): Promise<Suite> {
  const server = await start();
  const admin = await enrol(server, ADMIN.adminUser, ADMIN.adminSecret);
  const services = () => servicesOf(server);
  const { caChain } = await services().getCaInfo(admin.user);
  const register: Suite['register'] = async (
    id,
    { attrs = [], role = 'client', affiliation = '', by = admin } = {},
  ) => {
    const body = JSON.stringify({ id, type: role, affiliation, attrs, max_enrollments: -1 });
    const { json } = await sendSigned(server, by, { method: 'POST', path: '/api/v1/register', body });
    if (!json.success) throw Object.assign(new Error('register refused'), { errors: json.errors });
    return (json.result as { secret: string }).secret;
  };
  return {
    server,
    admin,
    root: new X509Certificate(caChain),
    services,
    register,
    newcomer: async (id, attrs = [], affiliation = '') => enrol(server, id, await register(id, { attrs, affiliation })),
    isTrusted: async (by) => {
      const { json } = await sendSigned(server, by, { method: 'GET', path: '/api/v1/certificates?id=nobody' });
      return json.errors?.[0]?.code !== 20;
    },
    revoke: (request, by = admin) => services().revoke(request, by.user) as Promise<Revoked>,
  };
}
