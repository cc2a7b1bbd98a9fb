import type { Member } from '../../topology/consortium';
import type { Node } from '../node';
import type { NodeLayout } from '../nodes/node-layout';
import type { ServiceLayout } from '../service-layout';

/** Inside a container every address is its own, and the engine publishes none but those it is told to. */
const EVERYWHERE = '0.0.0.0';

/** The folders of the official images. */
export const CONTAINER_FOLDERS = {
  configuration: '/etc/hyperledger/fabric',
  data: '/var/hyperledger',
  authority: '/etc/hyperledger/fabric-ca-server',
  chaincodeBuilder: '/opt/hyperledger/ccaas_builder',
} as const;

/** Nodes in the official images: processes reach each other by name over the network's own bridge. */
export const DOCKER_LAYOUT: NodeLayout = {
  configuration: ({ kind }: Node) => (kind === 'ca' ? CONTAINER_FOLDERS.authority : CONTAINER_FOLDERS.configuration),
  data: ({ kind }: Node) => (kind === 'ca' ? CONTAINER_FOLDERS.authority : CONTAINER_FOLDERS.data),
  chaincodeBuilder: CONTAINER_FOLDERS.chaincodeBuilder,
  host: ({ name }: Node) => name,
  chaincodeHost: ({ name }: Member) => `chaincode.${name}`,
  listenAddress: EVERYWHERE,
};

/** Likewise the programs beside them. */
export const DOCKER_SERVICES: ServiceLayout = { host: (process) => process, listenAddress: EVERYWHERE };
