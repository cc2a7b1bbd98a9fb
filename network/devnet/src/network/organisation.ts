import { join } from 'node:path';
import { type AuthorityContents, type RunningCertificateAuthority, startCertificateAuthority } from '../ca';
import type { SigningIdentity } from '../identity/identity';
import { createSigningIdentity } from '../identity/signing-identity';
import type { Log } from '../log';
import type { OrganisationConfig } from './config';
import type { NodeTls } from './node-server';
import type { HeldPort, OrganisationPorts } from './ports';

/** One node's identity and TLS certificate. */
export interface NodeIdentity {
  /** host:port as clients know it. */
  readonly endpoint: string;
  readonly host: string;
  readonly port: HeldPort;
  readonly identity: SigningIdentity;
  readonly tls: NodeTls;
}

/** A member with its CA running and its nodes enrolled. */
export interface Organisation {
  readonly name: string;
  readonly mspId: string;
  readonly ca: RunningCertificateAuthority;
  readonly peer: NodeIdentity;
  readonly orderer: NodeIdentity;
  readonly builderVariables: Readonly<Record<string, string>>;
}

export interface OrganisationOptions {
  readonly config: OrganisationConfig;
  readonly ports: OrganisationPorts;
  readonly dataDirectory: string | undefined;
  /** Of its authority, where it begins with what another knew. */
  readonly authority: AuthorityContents | undefined;
  readonly now: () => Date;
  readonly log: Log;
}

const loopback = '127.0.0.1';

const enrolNode = (
  ca: RunningCertificateAuthority,
  role: 'peer' | 'orderer',
  { host, port, domain }: { host: string; port: HeldPort; domain: string },
): NodeIdentity => {
  const commonName = `${role}0.${domain}`;
  const signing = ca.issueNode({ commonName, role });
  const hosts = [...new Set(['localhost', loopback, host, commonName])];
  const tls = ca.issueNode({ commonName, role, hosts, tls: true });
  return {
    endpoint: `${host}:${port.number}`,
    host,
    port,
    identity: createSigningIdentity({ mspId: ca.mspId, ...signing }),
    tls: { certificate: tls.certificatePem, key: tls.privateKeyPem },
  };
};

/** Starts an organisation's CA, new or from its directory, and enrols its nodes with it. */
export const startOrganisation = async (options: OrganisationOptions): Promise<Organisation> => {
  const { config, ports, dataDirectory, authority, now, log } = options;
  const { name, mspId } = config;
  const domain = config.domain ?? `${name}.localhost`;
  await ports.ca.release();
  const ca = await startCertificateAuthority({
    name: `ca-${name}`,
    mspId,
    organisation: name,
    ...(dataDirectory ? { directory: join(dataDirectory, 'organisations', name, 'ca') } : {}),
    ...(authority && { contents: authority }),
    host: loopback,
    port: ports.ca.number,
    adminUser: config.ca?.adminUser ?? 'admin',
    adminSecret: config.ca?.adminSecret ?? 'adminpw',
    now,
    log: (line) => log.info('certificate authority', { organisation: mspId, request: line }),
  });
  const node = (role: 'peer' | 'orderer') =>
    enrolNode(ca, role, { host: config[role]?.host ?? 'localhost', port: ports[role], domain });
  return {
    name,
    mspId,
    ca,
    peer: node('peer'),
    orderer: node('orderer'),
    builderVariables: config.peer?.builderVariables ?? {},
  };
};
