import { resolve } from 'node:path';
import { chaincodeProcess, servicePlan } from '../src/artifacts/service-plan';
import type { NetworkDirectory } from '../src/directory/network-directory';
import { nodesOf } from '../src/runtime/node';
import type { Container } from '../src/runtime/docker/container';
import { containersOf } from '../src/runtime/docker/container-of';
import { DOCKER_SERVICES } from '../src/runtime/docker/docker-layout';
import { readConsortium } from '../src/topology/read-consortium';

/** The test network. */
export const consortium = readConsortium(resolve(__dirname, '../../test-network-config/consortium.yaml'));

/** Every process of the test network as a container. */
export const everyContainer = (directory: NetworkDirectory): readonly Container[] => {
  const containerOf = containersOf(consortium, directory);
  const nodes = nodesOf(consortium).map(({ name, member }) =>
    containerOf({
      name,
      kind: 'node',
      member,
      command: 'program',
      arguments: ['start'],
      folder: '/',
      environment: { CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: '{"chaincode_address":"chaincode:1"}', PRICE: '$5' },
      readiness: { by: 'http', url: 'http://127.0.0.1:17159/healthz' },
      readyWithinMilliseconds: 1000,
    }),
  );
  const chaincodes = consortium.members.map((member) =>
    containerOf(chaincodeProcess(consortium, member, directory, 'rx:1', DOCKER_SERVICES)),
  );
  return [...nodes, ...servicePlan(consortium, directory).map(containerOf), ...chaincodes];
};
