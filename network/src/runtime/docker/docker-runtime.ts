import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkDirectory } from '../../directory/network-directory';
import type { Consortium } from '../../topology/consortium';
import type { KeptProcesses } from '../keeper';
import { createNodesRuntime } from '../nodes/create-nodes-runtime';
import { directoryStorage } from '../nodes/node-storage';
import { authorityCertificate, prepareNode } from '../nodes/prepare-node';
import type { Runtime } from '../runtime';
import { ComposeProject, requireCompose } from './compose-command';
import { composeKeeper, keptContainers } from './compose-keeper';
import { ComposeHost } from './compose-host';
import { containersOf } from './container-of';
import { DOCKER_LAYOUT, DOCKER_SERVICES } from './docker-layout';
import { requireEngine } from './engine';
import { listNamed, refuseForeign, refuseLeftOver } from './foreign';
import { getImages } from './get-images';
import { projectName } from './project';

const NOTICE =
  'Every node is a container of its own, all on this machine: real nodes, but whoever owns the machine owns every key.';

const READY_WITHIN_MILLISECONDS = 120_000;

const composePath = (directory: NetworkDirectory): string => join(directory.root, 'docker-compose.yaml');

/** One host for all calls of a command: Compose is looked for once, and its calls wait for each other. */
const hostOf = (consortium: Consortium, directory: NetworkDirectory): (() => Promise<ComposeHost>) => {
  let host: Promise<ComposeHost> | undefined;
  const create = async (): Promise<ComposeHost> => {
    const file = composePath(directory);
    const project = new ComposeProject(await requireCompose(), projectName(consortium.name, directory.root), file);
    const settings = { directory: directory.root, user: { uid: process.getuid!(), gid: process.getgid!() } };
    return new ComposeHost(project, file, settings, containersOf(consortium, directory));
  };
  return () => (host ??= create());
};

/** The containers of a network, whatever became of its consortium file. */
export const dockerProcesses = (directory: NetworkDirectory): KeptProcesses =>
  keptContainers(directory.root, composePath(directory));

/** Fabric's official images under Docker Compose: on a bridge of their own, published on the loopback address alone. */
export const createDockerRuntime = (consortium: Consortium, directory: NetworkDirectory): Runtime => {
  const host = hostOf(consortium, directory);
  return createNodesRuntime(consortium, directory, {
    name: 'docker',
    notice: NOTICE,
    layout: DOCKER_LAYOUT,
    keeper: composeKeeper(directory.root, composePath(directory), host),
    services: DOCKER_SERVICES,
    async check() {
      await requireEngine();
      await host();
      const found = await listNamed();
      refuseForeign(found, projectName(consortium.name, directory.root), directory.root);
      if (!existsSync(composePath(directory))) refuseLeftOver(found, directory.root);
    },
    provide: (say) => getImages(consortium, say),
    // Each volume of a node is a folder in the network's directory.
    storage: directoryStorage(directory),
    prepare: (plan) =>
      prepareNode(plan, directory, { command: plan.program, readyWithinMilliseconds: READY_WITHIN_MILLISECONDS }),
    authorityCertificate: async (node) => authorityCertificate(directory, node),
  });
};
