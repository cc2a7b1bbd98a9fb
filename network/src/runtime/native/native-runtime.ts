import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { NetworkDirectory } from '../../directory/network-directory';
import { writePrivate } from '../../identity/private-file';
import { checkFabricPrograms } from '../../programs/check-programs';
import { findProgram } from '../../programs/find-programs';
import type { ProcessSpec } from '../../supervision/process-spec';
import type { Consortium } from '../../topology/consortium';
import { createNodesRuntime } from '../nodes/create-nodes-runtime';
import { nodeFolders } from '../nodes/node-folders';
import type { NodeLayout } from '../nodes/node-layout';
import type { NodePlan } from '../nodes/node-plan';
import { directoryStorage } from '../nodes/node-storage';
import type { Runtime } from '../runtime';
import { ON_THIS_MACHINE } from '../service-layout';
import { supervisedKeeper } from '../supervised-keeper';

const NOTICE =
  "Fabric's own programs, all on this machine and run by one user: real nodes, but whoever owns the machine owns every key.";

const READY_WITHIN_MILLISECONDS = 90_000;

const nativeLayout = (directory: NetworkDirectory): NodeLayout => ({
  configuration: (node) => nodeFolders(directory, node).configuration,
  data: (node) => nodeFolders(directory, node).data,
  chaincodeBuilder: resolve(__dirname, '../../../builder'),
  host: () => 'localhost',
  chaincodeHost: () => 'localhost',
  listenAddress: '127.0.0.1',
});

/** Another configuration makes another plan, so that the supervisor starts the process anew. */
const fingerprint = (files: Readonly<Record<string, string>>): string =>
  createHash('sha256').update(JSON.stringify(files)).digest('hex');

const prepare = (plan: NodePlan, directory: NetworkDirectory, fabricVersion: string): ProcessSpec => {
  const { configuration, data } = nodeFolders(directory, plan.node);
  const target = plan.node.kind === 'ca' ? data : configuration;
  for (const [name, content] of Object.entries(plan.files)) writePrivate(join(target, name), content);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  return {
    name: plan.node.name,
    kind: 'node',
    member: plan.node.member,
    command: findProgram(plan.program, fabricVersion)!,
    arguments: plan.arguments,
    folder: plan.folder,
    environment: {
      ...plan.environment,
      // The builder of chaincode packages is a program for Node: the one that runs this.
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      CONFIGURATION_FINGERPRINT: fingerprint(plan.files),
    },
    readiness: plan.readiness,
    readyWithinMilliseconds: READY_WITHIN_MILLISECONDS,
  };
};

/** Fabric's own programs as processes of this machine, all on loopback, TLS everywhere. */
export const createNativeRuntime = (consortium: Consortium, directory: NetworkDirectory): Runtime =>
  createNodesRuntime(consortium, directory, {
    name: 'native',
    notice: NOTICE,
    layout: nativeLayout(directory),
    keeper: supervisedKeeper(directory),
    services: ON_THIS_MACHINE,
    check: () => checkFabricPrograms(consortium.fabricVersion),
    storage: directoryStorage(directory),
    prepare: (plan) => prepare(plan, directory, consortium.fabricVersion),
    async authorityCertificate(node) {
      const path = join(nodeFolders(directory, node).data, 'ca-cert.pem');
      return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    },
  });
