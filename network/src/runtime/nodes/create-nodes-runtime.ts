import { readFileSync } from 'node:fs';
import type { NetworkDirectory } from '../../directory/network-directory';
import { chaincodeLine } from '../../identity/chaincode-line';
import type { ProcessSpec } from '../../supervision/process-spec';
import type { Consortium, PortName } from '../../topology/consortium';
import { authorityAdministrator } from '../authority-administrator';
import { type Node, type NodeName, nodesOf } from '../node';
import type { Keeper } from '../keeper';
import type { MemberAccess, ProcessHost, Runtime } from '../runtime';
import type { ServiceLayout } from '../service-layout';
import { authorityPlan } from './authority-plan';
import { copyNodes } from './copy-nodes';
import { enrolMembers } from './enrol-members';
import { firstBlock, orderingNames } from './first-block';
import { joinChannel } from './join-channel';
import { askOrderers } from './ask-orderers';
import { memberAccess, orderersAndPeer } from './member-nodes';
import { nodeCertificates } from './node-certificates';
import { firstBlockFile } from './node-folders';
import type { NodeLayout } from './node-layout';
import type { NodePlan } from './node-plan';
import type { NodeStorage } from './node-storage';
import type { NodesCare } from './nodes-care';
import { renewNode } from './renew-node';
import { refuseReplacement, replaceNode } from './replace-node';
import { scrubPeer } from './scrub-peer';

/** What tells one way of running Fabric's own programs from another. */
export interface NodesRuntimeOptions {
  readonly name: string;
  readonly notice: string | undefined;
  readonly layout: NodeLayout;
  readonly keeper: Keeper;
  readonly services: ServiceLayout;
  check(): Promise<void>;
  readonly provide?: Runtime['provide'];
  /** Writes a node's configuration, and says what is to be run. */
  prepare(plan: NodePlan): ProcessSpec;
  /** Files of nodes that do not run. */
  readonly storage: NodeStorage;
  /** PEM; the certificate that a member's CA made for itself, undefined before it did. */
  authorityCertificate(node: Node): Promise<string | undefined>;
}

const AUTHORITY_PORTS: readonly PortName[] = ['ca', 'caOperations'];
const PEER_PORTS: readonly PortName[] = ['peer', 'peerChaincode', 'peerOperations'];
const ORDERER_PORTS: readonly PortName[] = ['orderer', 'ordererAdmin', 'ordererOperations'];

/** Fabric's own programs, one peer, CA and (where it orders) orderer a member. */
export const createNodesRuntime = (
  consortium: Consortium,
  directory: NetworkDirectory,
  options: NodesRuntimeOptions,
): Runtime => {
  const { layout } = options;
  const nodes = nodesOf(consortium);
  const ordering = orderingNames(consortium);
  const administrator = () => authorityAdministrator(directory);

  const authorityPlans = () => consortium.members.map((member) => authorityPlan(member, administrator(), layout));
  const otherPlans = () =>
    consortium.members.flatMap((member) => {
      const line = chaincodeLine(member, directory, layout.chaincodeHost(member));
      return orderersAndPeer(member, consortium, line, layout);
    });
  const run = async (host: ProcessHost, plans: readonly NodePlan[]) =>
    void (await host.run(plans.map(options.prepare)));

  const accessOf = async (): Promise<readonly MemberAccess[] | undefined> => {
    const found = await Promise.all(
      consortium.members.map(async (member) => {
        const authority = nodes.find(({ kind, member: name }) => kind === 'ca' && name === member.name)!;
        const certificate = await options.authorityCertificate(authority);
        return certificate && memberAccess(member, ordering.has(member.name), certificate, administrator());
      }),
    );
    const known = found.filter((access): access is MemberAccess => access !== undefined && access !== '');
    return known.length === found.length ? known : undefined;
  };

  const present = async (host: ProcessHost) => {
    const names = new Set<string>(nodes.map(({ name }) => name));
    return (await host.states()).filter(({ name, phase }) => names.has(name) && phase !== 'ended');
  };

  const stopNodes: Runtime['stopNodes'] = (host, stopped) => host.end(stopped.map(({ name }) => name));
  const plansOf = (started: readonly Node[]): readonly NodePlan[] =>
    [...authorityPlans(), ...otherPlans()].filter(({ node }) => started.some(({ name }) => name === node.name));
  const startNodes: Runtime['startNodes'] = (host, started) => run(host, plansOf(started));
  const care: NodesCare = {
    consortium,
    directory,
    layout,
    storage: options.storage,
    members: async () => (await accessOf())!,
    stop: (host, node) => stopNodes(host, [node]),
    start: (host, node, environment = {}) =>
      run(
        host,
        plansOf([node]).map((plan) => ({ ...plan, environment: { ...plan.environment, ...environment } })),
      ),
    join: (members) => joinChannel(consortium, directory, members, readFileSync(firstBlockFile(directory))),
  };
  const copying = { nodes, stopNodes, startNodes, copyNode: options.storage.copyOut };

  return {
    name: options.name,
    notice: options.notice,
    keeper: options.keeper,
    services: options.services,
    nodes,
    nodePorts: ({ name }) => [...AUTHORITY_PORTS, ...PEER_PORTS, ...(ordering.has(name) ? ORDERER_PORTS : [])],
    check: () => options.check(),
    provide: options.provide,
    async start(host) {
      await run(host, authorityPlans());
      const access = (await accessOf())!;
      const founders = await enrolMembers(consortium, directory, access, layout);
      const block = firstBlock(firstBlockFile(directory), consortium, founders, layout);
      await run(host, otherPlans());
      await joinChannel(consortium, directory, access, block);
      return access;
    },
    async access(host) {
      return (await present(host)).length > 0 ? accessOf() : undefined;
    },
    stopNodes,
    startNodes,
    async runningNodes(host) {
      const up = (await present(host)).filter(({ phase }) => phase === 'ready');
      return new Set(up.map(({ name }) => name as NodeName));
    },
    copyNodes: (host, folder, say) => copyNodes(copying, host, folder, say),
    checkReplacement: (node, how) => refuseReplacement(consortium, node, how),
    replaceNode: (host, node, how, say) => replaceNode(care, host, node, how, say),
    renewNode: (host, node, say) => renewNode(care, host, node, say),
    scrubPeer: (host, node, say) => scrubPeer(care, host, node, say),
    nodeCertificates: () => nodeCertificates(nodes, directory),
    orderers: () => askOrderers(consortium),
  };
};
