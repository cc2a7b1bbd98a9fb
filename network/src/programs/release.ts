import { arch, platform } from 'node:process';

/** An archive of Fabric's own programs as the project publishes it with a release. */
export interface ReleaseArchive {
  /** `fabric-ca` follows versions of its own. */
  readonly product: 'fabric' | 'fabric-ca';
  readonly version: string;
  readonly file: string;
  /** Below the address of the releases. */
  readonly path: string;
  /** SHA-256 in hex; absent where none is known to us for certain. */
  readonly sha256: string | undefined;
  /** The programs of it that a network needs. */
  readonly programs: readonly FabricProgram[];
}

/** The programs of Fabric that nodes run. */
export const FABRIC_PROGRAMS = ['peer', 'orderer', 'fabric-ca-server'] as const;
export type FabricProgram = (typeof FABRIC_PROGRAMS)[number];

/** Where the Hyperledger project publishes them. */
export const RELEASES = 'https://github.com/hyperledger';

/** The release of fabric-ca that goes with every supported release of Fabric. */
export const CA_VERSION = '1.5.15';

/**
 * Only what at least two packagers, independent of each other, have published for the same file. For the others the command asks
 * its user, who can read the sum on the page of the release.
 */
const SUMS: Readonly<Record<string, string>> = {
  'hyperledger-fabric-linux-amd64-3.1.5.tar.gz': 'b9c31fd490991e76f8acb1835dee09fc19fee5428cb13e190ee6e0bdd2c37858',
  'hyperledger-fabric-linux-arm64-3.1.5.tar.gz': '4a42cad740a7e0373eda6bf1e27c86e9b06132f9bb751daf7f0f7dc1d1bbfed9',
  'hyperledger-fabric-ca-linux-amd64-1.5.15.tar.gz': 'a4831c233ab7c1d9e039dc5badf4cf890719358442b5042f12d94b1d6f919289',
};

const PROGRAMS: Readonly<Record<ReleaseArchive['product'], readonly FabricProgram[]>> = {
  fabric: ['peer', 'orderer'],
  'fabric-ca': ['fabric-ca-server'],
};

/** `linux-amd64`, as the archives are named for this machine. */
export const machine = (): string => `${platform}-${arch === 'x64' ? 'amd64' : arch}`;

const archiveOf = (product: ReleaseArchive['product'], version: string, on: string): ReleaseArchive => {
  const file = `hyperledger-${product}-${on}-${version}.tar.gz`;
  return {
    product,
    version,
    file,
    path: `${product}/releases/download/v${version}/${file}`,
    sha256: SUMS[file],
    programs: PROGRAMS[product],
  };
};

/** The archives that a network of that version of Fabric needs on a machine. */
export const releaseArchives = (fabricVersion: string, on = machine()): readonly ReleaseArchive[] => [
  archiveOf('fabric', fabricVersion, on),
  archiveOf('fabric-ca', CA_VERSION, on),
];
