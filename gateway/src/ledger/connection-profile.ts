import { readFileSync } from 'node:fs';

/** A node as a connection profile names it. */
export interface ProfileNode {
  readonly name: string;
  readonly mspId: string | undefined;
  /** `grpcs://host:port`. */
  readonly url: string;
  /** PEM of the TLS authorities. */
  readonly tlsCertificates: string | undefined;
  readonly grpcOptions: Readonly<Record<string, unknown>>;
}

/** A certificate authority as a connection profile names it. */
export interface ProfileAuthority {
  readonly url: string;
  readonly caName: string | undefined;
  readonly tlsCertificates: readonly string[];
}

/** The common Hyperledger connection profile, as far as a gateway needs it. */
export interface ConnectionProfile {
  readonly peers: readonly ProfileNode[];
  readonly orderers: readonly ProfileNode[];
  readonly authorities: readonly ProfileAuthority[];
  /** As it was read, for clients that take a profile whole. */
  readonly source: Readonly<Record<string, unknown>>;
}

/** MSP ids of the organisations whose peers a profile names. */
export const membersIn = ({ peers }: ConnectionProfile): readonly string[] => [
  ...new Set(peers.flatMap(({ mspId }) => mspId ?? [])),
];

type Section = Readonly<Record<string, unknown>>;

/**
 * Reads a connection profile (JSON) from a file.
 * @throws Error naming the file and what is wrong with it
 */
export function readConnectionProfile(path: string): ConnectionProfile {
  try {
    return parseConnectionProfile(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`the connection profile ${path} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

/** @throws Error for a profile without peers, or a node without an address */
export function parseConnectionProfile(source: unknown): ConnectionProfile {
  const profile = section(source, 'the profile');
  const owners = new Map<string, string>();
  for (const [name, value] of Object.entries(section(profile['organizations'], 'organizations'))) {
    const { mspid, peers, orderers } = section(value, `organizations.${name}`);
    if (typeof mspid !== 'string') throw new Error(`organizations.${name}.mspid is missing`);
    for (const node of [peers, orderers].flatMap((list): unknown[] => (Array.isArray(list) ? list : []))) {
      owners.set(String(node), mspid);
    }
  }
  const peers = nodes('peers', profile['peers'], owners);
  if (peers.length === 0) throw new Error('it names no peer');
  const orderers = nodes('orderers', profile['orderers'] ?? {}, owners);
  return { peers, orderers, authorities: authorities(profile['certificateAuthorities'] ?? {}), source: profile };
}

function authorities(value: unknown): readonly ProfileAuthority[] {
  return Object.entries(section(value, 'certificateAuthorities')).map(([name, entry]) => {
    const { url, caName, tlsCACerts } = section(entry, `certificateAuthorities.${name}`);
    if (typeof url !== 'string') throw new Error(`certificateAuthorities.${name}.url is missing`);
    const tls = tlsCACerts === undefined ? [] : [pem(section(tlsCACerts, `certificateAuthorities.${name}.tlsCACerts`))];
    return { url, caName: typeof caName === 'string' ? caName : undefined, tlsCertificates: tls };
  });
}

function nodes(kind: string, value: unknown, owners: ReadonlyMap<string, string>): readonly ProfileNode[] {
  return Object.entries(section(value, kind)).map(([name, entry]) => {
    const node = section(entry, `${kind}.${name}`);
    const { url, tlsCACerts, grpcOptions = {} } = node;
    if (typeof url !== 'string' || !/^grpcs?:\/\/[^/:]+:\d+$/.test(url)) {
      throw new Error(`${kind}.${name}.url must be grpcs://host:port`);
    }
    return {
      name,
      mspId: owners.get(name),
      url,
      tlsCertificates: tlsCACerts === undefined ? undefined : pem(section(tlsCACerts, `${kind}.${name}.tlsCACerts`)),
      grpcOptions: section(grpcOptions, `${kind}.${name}.grpcOptions`),
    };
  });
}

function pem({ pem: text, path }: Section): string {
  if (typeof text === 'string') return text;
  if (Array.isArray(text)) return text.join('\n');
  if (typeof path === 'string') return readFileSync(path, 'utf8');
  throw new Error('tlsCACerts needs pem or path');
}

function section(value: unknown, name: string): Section {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Section;
  throw new Error(`${name} is missing or not an object`);
}
