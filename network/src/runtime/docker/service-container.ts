import { relative } from 'node:path';
import type { NetworkDirectory } from '../../directory/network-directory';
import type { ProcessSpec } from '../../supervision/process-spec';
import type { Consortium } from '../../topology/consortium';
import type { Bind, Container } from './container';

/** What runs in an image of our own. */
export type ServiceKind = Exclude<ProcessSpec['kind'], 'node'>;

const MEMORY_MEBIBYTES: Readonly<Record<ServiceKind, number>> = { chaincode: 512, gateway: 768, issuer: 256 };

/** A file has one path, here and in a container: so configurations that name files hold in both. */
const same = (path: string, isWritable = false): Bind => ({ source: path, target: path, isWritable });

/** What each may see of the network's directory: its own, and nothing of another member. */
const bindsOf = (kind: ServiceKind, member: string | undefined, directory: NetworkDirectory): readonly Bind[] => {
  if (kind === 'issuer') return [same(directory.issuer.folder, true)];
  const files = directory.member(member!);
  if (kind === 'gateway') {
    return [same(files.gateway.folder), same(files.gateway.identities, true), same(files.wallet)];
  }
  const { key, certificate, clientCertificate } = files.chaincode;
  return [key, certificate, clientCertificate].map((path) => same(path));
};

const portsOf = (kind: ServiceKind, memberName: string | undefined, consortium: Consortium): readonly number[] => {
  if (kind === 'issuer') return [consortium.issuer!.port];
  // Nobody but the member's peer has anything to say to a chaincode's process.
  if (kind === 'chaincode') return [];
  return [consortium.members.find(({ name }) => name === memberName)!.ports.gateway];
};

/** A program that runs beside the nodes, in its image: the image's working folder is the program's. */
export const serviceContainer = (
  kind: ServiceKind,
  spec: ProcessSpec,
  image: string,
  consortium: Consortium,
  directory: NetworkDirectory,
): Container => {
  const [program, ...others] = spec.arguments as [string, ...string[]];
  return {
    name: spec.name,
    kind,
    ...(spec.member !== undefined && { member: spec.member }),
    image,
    command: [relative(spec.folder, program), ...others],
    environment: spec.environment,
    binds: bindsOf(kind, spec.member, directory),
    volumes: [],
    ports: portsOf(kind, spec.member, consortium),
    readiness: spec.readiness as Container['readiness'],
    prober: 'node',
    memoryMebibytes: MEMORY_MEBIBYTES[kind],
  };
};
