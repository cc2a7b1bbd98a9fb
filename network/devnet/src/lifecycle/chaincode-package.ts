import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { readTar, type TarEntry } from './tar';

/** How to reach a chaincode that runs as a service: `connection.json` of its package, its template filled in. */
export interface ChaincodeConnection {
  /** host:port */
  readonly address: string;
  readonly dialTimeoutMs: number;
  readonly tls?: {
    readonly rootCertificate: string;
    readonly clientKey?: string;
    readonly clientCertificate?: string;
  };
}

/** A chaincode package, taken apart. */
export interface ChaincodePackage {
  readonly label: string;
  readonly type: string;
  /** `label:sha256` of the package's bytes. */
  readonly packageId: string;
  readonly connection: ChaincodeConnection;
  readonly bytes: Uint8Array;
}

/** A package that a peer would not install; the message has Fabric's words where Fabric has any. */
export class PackageError extends Error {
  override readonly name = 'PackageError';
}

const labelPattern = /^[a-zA-Z0-9][a-zA-Z0-9_.+-]*$/;
const serviceTypes = new Set(['ccaas', 'external']);
const badPackage = 'could not parse as a chaincode install package';
const badBuild = 'could not build chaincode: external builder failed';

const unpack = (bytes: Uint8Array, what: string): TarEntry[] => {
  let archive: Buffer;
  try {
    archive = gunzipSync(bytes);
  } catch (error) {
    throw new PackageError(`${what}: error reading as gzip stream: ${(error as Error).message}`);
  }
  try {
    return readTar(archive);
  } catch (error) {
    throw new PackageError(`${what}: error inspecting next tar header: ${(error as Error).message}`);
  }
};

const json = (content: Buffer, complaint: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(content.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new PackageError(complaint);
};

const metadataOf = (entries: readonly TarEntry[]): { label: string; type: string } => {
  const entry = entries.find(({ name }) => name === 'metadata.json');
  if (!entry) {
    throw new PackageError(`${badPackage}: did not find any package metadata (missing metadata.json)`);
  }
  const { label, type } = json(entry.content, `${badPackage}: could not unmarshal metadata.json as json`);
  if (typeof label !== 'string' || !labelPattern.test(label)) {
    throw new PackageError(
      `${badPackage}: invalid label '${String(label ?? '')}'. Label must be non-empty, can only consist of alphanumerics, ` +
        "symbols from '.+-_', and can only begin with alphanumerics",
    );
  }
  return { label, type: String(type ?? '').toLowerCase() };
};

/** Fills `{{.name}}` from the variables that the peer's builder is allowed to see. */
const fill = (template: string, variables: Readonly<Record<string, string>>): string =>
  template.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (_match, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new PackageError(`${badBuild}: no value for '${name}' in connection.json`);
    return value;
  });

/** A duration as Go writes it ("10s", "500ms", "1m"), in milliseconds. */
const milliseconds = (duration: string): number => {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(duration);
  const unit = { ms: 1, s: 1000, m: 60_000 }[match?.[2] ?? 's'] ?? 1000;
  return match ? Number(match[1]) * unit : 3000;
};

const connectionOf = (code: Buffer, variables: Readonly<Record<string, string>>): ChaincodeConnection => {
  const entry = unpack(code, badPackage).find(({ name }) => name.replace(/^\.\//, '') === 'connection.json');
  if (!entry) throw new PackageError(`${badBuild}: connection.json not found in source folder`);
  const raw = json(entry.content, `${badBuild}: connection.json is not JSON`);
  const field = (name: string): string => fill(String(raw[name] ?? ''), variables);
  const address = field('address');
  if (address === '') throw new PackageError(`${badBuild}: chaincode address not provided`);
  const dialTimeoutMs = milliseconds(field('dial_timeout'));
  if (raw['tls_required'] !== true) return { address, dialTimeoutMs };
  const tls = { rootCertificate: field('root_cert') };
  return raw['client_auth_required'] === true
    ? {
        address,
        dialTimeoutMs,
        tls: { ...tls, clientKey: field('client_key'), clientCertificate: field('client_cert') },
      }
    : { address, dialTimeoutMs, tls };
};

/**
 * Reads a package as `peer lifecycle chaincode install` gets it: a tar.gz with metadata.json and code.tar.gz. Only chaincode as
 * a service can run here: its code holds a connection.json.
 * @param variables what may stand in templates of connection.json
 * @throws PackageError
 */
export const readChaincodePackage = (
  bytes: Uint8Array,
  variables: Readonly<Record<string, string>>,
): ChaincodePackage => {
  const entries = unpack(bytes, badPackage);
  const { label, type } = metadataOf(entries);
  const code = entries.find(({ name }) => name === 'code.tar.gz');
  if (!code) throw new PackageError(`${badPackage}: did not find a code package inside the package`);
  if (!serviceTypes.has(type)) {
    throw new PackageError(
      `could not build chaincode: type '${type}' cannot be built here, only chaincode as a service: 'ccaas' or 'external'`,
    );
  }
  const packageId = `${label}:${createHash('sha256').update(bytes).digest('hex')}`;
  return { label, type, packageId, connection: connectionOf(code.content, variables), bytes };
};
