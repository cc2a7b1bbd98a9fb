import { join } from 'node:path';

import { serveAuthority } from './http/server';
import { createAuthority, restoreAuthority, type CertificateAuthority, type KeyPair } from './issuer';
import { issueNode, type NodeRequest } from './issue-node';
import { openKeyStore, type KeyStore } from './key-store';
import { openRegistry, type Registry } from './registry';
import type { RegistryContents } from './registry/contents';
import { hashSecret } from './registry/secret';
import { HF } from './service/attribute-names';
import type { CaContext } from './service/context';
import { currentCrl } from './service/crl';

/** All that an authority knows and keeps, private keys among it. */
export interface AuthorityContents {
  readonly keys: Readonly<Record<string, KeyPair>>;
  readonly registry: RegistryContents;
}

/** An organisation's certificate authority. */
export interface CertificateAuthorityOptions {
  /** The name clients call it by, `caname`. */
  readonly name: string;
  readonly mspId: string;
  /** The `O` of its own certificate; the MSP id when left out. */
  readonly organisation?: string;
  /** Holds the authority's key, its registry, and its nodes' keys; everything is forgotten at the end where none is named. */
  readonly directory?: string;
  readonly host: string;
  /** Zero for any that is free. */
  readonly port: number;
  /** Names and addresses its TLS certificate stands for, beside `host`, `localhost` and 127.0.0.1. */
  readonly hosts?: readonly string[];
  /** What another authority knew, for one that begins: it is that one from then on. */
  readonly contents?: AuthorityContents;
  readonly adminUser: string;
  readonly adminSecret: string;
  readonly affiliations?: readonly string[];
  /** Certificate and key to serve with; the authority makes its own when left out. */
  readonly tls?: KeyPair;
  /** Also take tokens of clients before 1.4, which sign the body alone; off, as Fabric CA has it, when left out. */
  readonly acceptsShortTokens?: boolean;
  /** Where time comes from. */
  readonly now?: () => Date;
  /** One line a request; never a secret. */
  readonly log?: (line: string) => void;
}

/** A certificate authority that is being served: REST as of Fabric CA, and what the organisation's own nodes need. */
export interface RunningCertificateAuthority {
  readonly name: string;
  readonly mspId: string;
  readonly caCertificatePem: string;
  /** The same authority signs TLS certificates, as one Fabric CA does by default. */
  readonly tlsCaCertificatePem: string;
  readonly port: number;
  /** `https://host:port` */
  readonly url: string;
  issueNode(request: NodeRequest): KeyPair;
  /** What is revoked now, PEM `X509 CRL`. */
  crl(): string;
  contents(): AuthorityContents;
  close(): Promise<void>;
}

/**
 * Starts an organisation's certificate authority, for the first time or again from its directory.
 * @throws RegistryError where its registry is unusable; Error (`EADDRINUSE`) where the port is taken.
 */
export async function startCertificateAuthority(
  options: CertificateAuthorityOptions,
): Promise<RunningCertificateAuthority> {
  const { name, mspId, directory, host, log } = options;
  const now = options.now ?? (() => new Date());
  const store = openKeyStore(directory);
  const registry = openRegistry(directory && join(directory, 'registry.db'));
  try {
    if (options.contents) fill(store, registry, options.contents);
    const authority = openAuthority(store, options, now);
    const context: CaContext = {
      name,
      authority,
      registry,
      now,
      isRemovalAllowed: true,
      acceptsShortTokens: options.acceptsShortTokens ?? false,
    };
    await registerAdmin(registry, options);
    for (const affiliation of options.affiliations ?? []) addWithAncestors(registry, affiliation);
    const hosts = [...new Set([host, 'localhost', '127.0.0.1', ...(options.hosts ?? [])])];
    const tls = options.tls ?? authority.issueIdentity({ commonName: host, profile: 'tls', sans: hosts });
    const server = await serveAuthority(context, { host, port: options.port, tls, ...(log ? { log } : {}) });
    return {
      name,
      mspId,
      caCertificatePem: authority.certificatePem,
      tlsCaCertificatePem: authority.certificatePem,
      port: server.port,
      url: `https://${host}:${server.port}`,
      issueNode: (request) => issueNode(context, store, request),
      crl: () => currentCrl(context),
      contents: () => ({
        keys: Object.fromEntries(store.names().map((key) => [key, store.read(key)!])),
        registry: registry.contents(),
      }),
      close: async () => {
        await server.close();
        registry.close();
      },
    };
  } catch (error) {
    registry.close();
    throw error;
  }
}

function fill(store: KeyStore, registry: Registry, { keys, registry: contents }: AuthorityContents): void {
  for (const [key, pair] of Object.entries(keys)) store.write(key, pair);
  registry.fill(contents);
}

function openAuthority(store: KeyStore, options: CertificateAuthorityOptions, now: () => Date): CertificateAuthority {
  const kept = store.read('authority');
  if (kept) return restoreAuthority(kept, now);
  const authority = createAuthority({
    commonName: options.name,
    organisation: options.organisation ?? options.mspId,
    now,
  });
  store.write('authority', authority);
  return authority;
}

// The first registrar: everything a Fabric CA lets its bootstrap administrator do.
async function registerAdmin({ identities }: Registry, { adminUser, adminSecret }: CertificateAuthorityOptions) {
  if (identities.find(adminUser)) return;
  const granted = { [HF.roles]: '*', [HF.delegateRoles]: '*', [HF.registrarAttributes]: '*' };
  const allowed = [HF.revoker, HF.intermediateCa, HF.genCrl, HF.affiliationManager];
  identities.insert({
    id: adminUser,
    secret: await hashSecret(adminSecret),
    type: 'client',
    affiliation: '',
    attributes: [
      ...Object.entries(granted).map(([attribute, value]) => ({ name: attribute, value })),
      ...allowed.map((attribute) => ({ name: attribute, value: 'true' })),
    ],
    maxEnrolments: -1,
  });
}

function addWithAncestors({ affiliations }: Registry, name: string): void {
  const parts = name.split('.');
  parts.forEach((_, at) => affiliations.add(parts.slice(0, at + 1).join('.')));
}
