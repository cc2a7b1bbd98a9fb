/** A node in a connection profile, as far as clients here need it. */
interface ProfileNode {
  /** grpcs://host:port, or grpc:// where there is no TLS */
  readonly url: string;
  readonly tlsCACerts?: { readonly pem: string | readonly string[] };
}

/** A member's connection profile, in the common format of Fabric's clients. */
export interface ConnectionProfile {
  readonly organizations: Readonly<
    Record<
      string,
      {
        readonly mspid: string;
        readonly peers: readonly string[];
        readonly certificateAuthorities?: readonly string[];
      }
    >
  >;
  readonly peers: Readonly<Record<string, ProfileNode>>;
  readonly orderers: Readonly<Record<string, ProfileNode>>;
  readonly certificateAuthorities?: Readonly<Record<string, ProfileNode & { readonly caName: string }>>;
}

/** Where a node answers. */
export interface NodeAddress {
  /** host:port */
  readonly endpoint: string;
  /** PEM; undefined where it speaks without TLS. */
  readonly tlsCaCertificate: string | undefined;
}

/** A certificate authority as a profile names it. */
export interface AuthorityAddress {
  readonly url: string;
  readonly caName: string;
  readonly tlsRootPem: string;
}

const pemOf = ({ tlsCACerts }: ProfileNode): string | undefined =>
  tlsCACerts && (typeof tlsCACerts.pem === 'string' ? tlsCACerts.pem : tlsCACerts.pem.join('\n'));

const addressOf = (node: ProfileNode): NodeAddress => ({
  endpoint: new URL(node.url.replace(/^grpcs?:/, 'http:')).host,
  tlsCaCertificate: pemOf(node),
});

const missing = (what: string, mspId: string): never => {
  throw new Error(`the connection profile of ${mspId} names no ${what}`);
};

/** A member's own first peer. */
export const peerIn = ({ organizations, peers }: ConnectionProfile, mspId: string): NodeAddress => {
  const own = Object.values(organizations).find(({ mspid }) => mspid === mspId) ?? missing('such organisation', mspId);
  const node = peers[own.peers[0] ?? ''] ?? missing('peer of its own', mspId);
  return addressOf(node);
};

/** Every orderer that the profile names. */
export const orderersIn = ({ orderers }: ConnectionProfile): readonly NodeAddress[] =>
  Object.values(orderers).map(addressOf);

/** A member's own certificate authority. */
export const authorityIn = (
  { organizations, certificateAuthorities = {} }: ConnectionProfile,
  mspId: string,
): AuthorityAddress => {
  const own = Object.values(organizations).find(({ mspid }) => mspid === mspId);
  const authority =
    certificateAuthorities[own?.certificateAuthorities?.[0] ?? ''] ?? missing('certificate authority', mspId);
  return { url: authority.url, caName: authority.caName, tlsRootPem: pemOf(authority) ?? missing('TLS root', mspId) };
};
