import type { NetworkDirectory } from '../../directory/network-directory';
import type { ProcessSpec } from '../../supervision/process-spec';
import type { Member, PortName } from '../../topology/consortium';
import { type NodeKind, nodeOf } from '../node';
import { nodeFolders } from '../nodes/node-folders';
import type { Container, DataVolume } from './container';
import { CONTAINER_FOLDERS } from './docker-layout';

/** What tools of this machine need; peers and orderers reach each other within the network. */
const PUBLISHED: Readonly<Record<NodeKind, readonly PortName[]>> = {
  ca: ['ca', 'caOperations'],
  orderer: ['orderer', 'ordererAdmin', 'ordererOperations'],
  peer: ['peer', 'peerOperations'],
};

const MEMORY_MEBIBYTES: Readonly<Record<NodeKind, number>> = { ca: 256, orderer: 768, peer: 1024 };

/** A node in its official image. */
export const nodeContainer = (
  kind: NodeKind,
  member: Member,
  spec: ProcessSpec,
  image: string,
  directory: NetworkDirectory,
): Container => {
  const { configuration, data } = nodeFolders(directory, nodeOf(kind, member.name));
  const volume = (target: string): DataVolume => ({ name: spec.name, folder: data, target });
  return {
    name: spec.name,
    kind: spec.kind,
    member: member.name,
    image,
    command: [spec.command, ...spec.arguments],
    environment: spec.environment,
    binds: kind === 'ca' ? [] : [{ source: configuration, target: CONTAINER_FOLDERS.configuration, isWritable: false }],
    volumes: [volume(kind === 'ca' ? CONTAINER_FOLDERS.authority : CONTAINER_FOLDERS.data)],
    ports: PUBLISHED[kind].map((name) => member.ports[name]),
    readiness: spec.readiness as Container['readiness'],
    prober: 'bash',
    memoryMebibytes: MEMORY_MEBIBYTES[kind],
  };
};
