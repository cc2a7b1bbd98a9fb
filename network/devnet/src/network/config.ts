/** Where a node listens: always on this machine's loopback; `host` is what clients are told. */
export interface NodeAddress {
  /** `localhost` unless said otherwise. */
  readonly host?: string;
  /** 0, or left out, for any free one; kept for later starts. */
  readonly port?: number;
}

/** One member: a peer, an orderer and a certificate authority. */
export interface OrganisationConfig {
  /** Short, as `hospital`. */
  readonly name: string;
  readonly mspId: string;
  /** DNS domain for the names of its nodes; `<name>.localhost` unless said otherwise. */
  readonly domain?: string;
  readonly peer?: NodeAddress & {
    /** What `{{.name}}` in a package's connection.json stands for on this peer. */
    readonly builderVariables?: Readonly<Record<string, string>>;
  };
  readonly orderer?: NodeAddress;
  readonly ca?: { readonly port?: number; readonly adminUser?: string; readonly adminSecret?: string };
}

/** A channel and its members. */
export interface ChannelSettings {
  readonly name: string;
  /** MSP ids; all organisations unless said otherwise. */
  readonly organisations?: readonly string[];
  /** Channel policies that guard a peer's resources instead of Fabric's defaults, by resource: `event/Block`. */
  readonly access?: Readonly<Record<string, string>>;
}

/** When a block is full. */
export interface BatchConfig {
  /** 100 unless said otherwise. */
  readonly maxTransactions?: number;
  /** 2 MiB unless said otherwise. */
  readonly preferredBytes?: number;
  /** Envelopes above it are refused; 99 MiB unless said otherwise. */
  readonly maxBytes?: number;
}

/** A network to start. */
export interface DevnetConfig {
  /** What survives stands here; left out, everything is forgotten at the end. */
  readonly dataDirectory?: string;
  readonly organisations: readonly OrganisationConfig[];
  readonly channels: readonly ChannelSettings[];
  /** True unless said otherwise. `mutual`: clients must show a certificate of one of the TLS CAs. */
  readonly tls?: boolean | 'mutual';
  readonly batch?: BatchConfig;
}

/** A configuration that no network can be made of; every fault is listed. */
export class DevnetConfigError extends Error {
  override readonly name = 'DevnetConfigError';

  constructor(readonly faults: readonly string[]) {
    super(`the network's configuration is not usable: ${faults.join('; ')}`);
  }
}

const namePattern = /^[a-z][a-z0-9-]*$/;
const mspPattern = /^[A-Za-z0-9.-]+$/;
const channelPattern = /^[a-z][a-z0-9.-]{0,248}$/;

const repeated = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

const portFaults = (who: string, port: number | undefined): string[] =>
  port === undefined || (Number.isInteger(port) && port >= 0 && port < 65_536)
    ? []
    : [`${who} has port ${String(port)}, which is none`];

const organisationFaults = ({ name, mspId, peer, orderer, ca }: OrganisationConfig): string[] => [
  ...(namePattern.test(name) ? [] : [`organisation name '${name}' must be of lower-case letters, digits and '-'`]),
  ...(mspPattern.test(mspId) ? [] : [`MSP id '${mspId}' must be of letters, digits, '.' and '-'`]),
  ...portFaults(`peer of ${mspId}`, peer?.port),
  ...portFaults(`orderer of ${mspId}`, orderer?.port),
  ...portFaults(`CA of ${mspId}`, ca?.port),
];

const channelFaults = ({ name, organisations }: ChannelSettings, members: readonly string[]): string[] => [
  ...(channelPattern.test(name)
    ? []
    : [`channel name '${name}' must start with a lower-case letter and be of lower-case letters, digits, '.' and '-'`]),
  ...(organisations ?? [])
    .filter((mspId) => !members.includes(mspId))
    .map((mspId) => `channel '${name}' names ${mspId}, which is no organisation`),
];

/**
 * Checks that a network can be made of a configuration.
 * @throws DevnetConfigError listing all faults
 */
export const checkConfig = (config: DevnetConfig): void => {
  const members = config.organisations.map(({ mspId }) => mspId);
  const ports = config.organisations
    .flatMap(({ peer, orderer, ca }) => [peer?.port, orderer?.port, ca?.port])
    .filter((port) => port !== undefined && port !== 0)
    .map(String);
  const faults = [
    ...(members.length === 0 ? ['there is no organisation'] : []),
    ...(config.channels.length === 0 ? ['there is no channel'] : []),
    ...config.organisations.flatMap(organisationFaults),
    ...config.channels.flatMap((channel) => channelFaults(channel, members)),
    ...repeated(members).map((mspId) => `MSP id ${mspId} is there twice`),
    ...repeated(config.organisations.map(({ name }) => name)).map((name) => `organisation ${name} is there twice`),
    ...repeated(config.channels.map(({ name }) => name)).map((name) => `channel ${name} is there twice`),
    ...repeated(ports).map((port) => `port ${port} is given twice`),
  ];
  if (faults.length > 0) throw new DevnetConfigError(faults);
};
