import { dirname, resolve } from 'node:path';
import type { NetworkDirectory } from '../../directory/network-directory';
import { checkFabricPrograms, requireProgram } from '../../programs/check-programs';
import type { Consortium } from '../../topology/consortium';
import { createNodesRuntime } from '../nodes/create-nodes-runtime';
import { nodeFolders } from '../nodes/node-folders';
import type { NodeLayout } from '../nodes/node-layout';
import { authorityCertificate, prepareNode } from '../nodes/prepare-node';
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
    prepare: (plan) =>
      prepareNode(plan, directory, {
        command: requireProgram(plan.program, consortium.fabricVersion),
        // The builder of chaincode packages is a program for Node: the one that runs this.
        environment: { PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` },
        readyWithinMilliseconds: READY_WITHIN_MILLISECONDS,
      }),
    authorityCertificate: async (node) => authorityCertificate(directory, node),
  });
