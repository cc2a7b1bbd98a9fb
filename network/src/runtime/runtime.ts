import type { AuthorityAccess } from '../identity/certificate-authority';
import type { Endpoint } from '../fabric/endpoint';
import type { ProcessSpec, ProcessState } from '../supervision/process-spec';
import type { Member, PortName } from '../topology/consortium';
import type { Keeper } from './keeper';
import type { Node, NodeName } from './node';
import type { OrdererState } from './orderer-state';
import type { ServiceLayout } from './service-layout';
import type { NodeCertificate } from './node-certificate';

/** Runs the processes of a network, wherever they run. */
export interface ProcessHost {
  /** Starts these; those that run already under the same plan are left alone, those under another are replaced. */
  begin(specs: readonly ProcessSpec[]): Promise<void>;
  /**
   * Likewise, and waits until all are ready; returns their states by name.
   * @throws OperatorError naming the process that is not
   */
  run(specs: readonly ProcessSpec[]): Promise<ReadonlyMap<string, ProcessState>>;
  /** Ends those of these names that run, and forgets them. What they keep on disk stays. */
  end(names: readonly string[]): Promise<void>;
  states(): Promise<readonly ProcessState[]>;
}

/** One member's nodes as the rest of the network reaches them. */
export interface MemberAccess {
  readonly name: string;
  readonly mspId: string;
  readonly peer: Endpoint;
  /** Absent where the member orders nothing. */
  readonly orderer: Endpoint | undefined;
  readonly authority: AuthorityAccess;
}

/** How a node gets a new disk. */
export interface Replacement {
  /** A folder with the node's data as a backup has them; empty where left out. */
  readonly from?: string;
  /** What no other node has may be lost. */
  readonly acceptsLoss: boolean;
}

/** Whether a member orders. */
export const hasOrderer = (access: MemberAccess): access is MemberAccess & { readonly orderer: Endpoint } =>
  access.orderer !== undefined;

/**
 * What runs Fabric's nodes. Everything above speaks to the nodes by Fabric's own protocols, and may not know which runtime it is.
 * All methods may be repeated.
 */
export interface Runtime {
  readonly name: string;
  /** What everybody should know who uses a network of this kind. */
  readonly notice: string | undefined;
  readonly keeper: Keeper;
  readonly services: ServiceLayout;
  /** Which of a member's ports its nodes listen on; chaincode and gateways come on top. */
  nodePorts(member: Member): readonly PortName[];
  /** The nodes that can be stopped and started, each by itself unless the runtime says otherwise. */
  readonly nodes: readonly Node[];
  /**
   * Makes sure that this machine has what the nodes need. Changes nothing.
   * @throws OperatorError
   */
  check(): Promise<void>;
  /** Gets what the nodes and the programs beside them run from, where this machine is to have it first. @throws OperatorError */
  readonly provide: ((say: (detail: string) => void) => Promise<void>) | undefined;
  /** Starts the nodes, joins their peers and orderers to the channel, and waits until all is healthy. */
  start(host: ProcessHost): Promise<readonly MemberAccess[]>;
  /** How the nodes are reached, without starting any; undefined while they are not running. */
  access(host: ProcessHost): Promise<readonly MemberAccess[] | undefined>;
  /** Stops nodes, as a fault would, until they are started again. */
  stopNodes(host: ProcessHost, nodes: readonly Node[]): Promise<void>;
  /** Starts nodes again and waits until they are healthy. */
  startNodes(host: ProcessHost, nodes: readonly Node[]): Promise<void>;
  /** Names of the nodes that run. */
  runningNodes(host: ProcessHost): Promise<ReadonlySet<NodeName>>;
  /**
   * Copies all that the nodes keep, as of one moment, into a new folder: what stands in `nodes` of a network that is restored.
   * The nodes run before and after.
   */
  copyNodes(host: ProcessHost, folder: string, say: (detail: string) => void): Promise<void>;
  /**
   * Starts a node with an empty disk, or with that of a backup, under the identity that it had, and has it join the channel again.
   * A peer runs as one that catches up until it is started anew.
   * @throws OperatorError where that is not possible, or would lose what nobody else has
   */
  replaceNode(host: ProcessHost, node: Node, how: Replacement, say: (detail: string) => void): Promise<void>;
  /** @throws OperatorError where `replaceNode` would; changes nothing */
  checkReplacement(node: Node, how: Replacement): void;
  /**
   * Gives a node new keys and certificates, and makes them known to the channel where it knows the former ones.
   * @throws OperatorError
   */
  renewNode(host: ProcessHost, node: Node, say: (detail: string) => void): Promise<void>;
  /**
   * Takes out of a peer's files the bytes of what it has deleted. It is stopped for that; nothing may be under way on the channel.
   * @throws OperatorError where the runtime has nothing to scrub
   */
  scrubPeer(host: ProcessHost, node: Node, say: (detail: string) => void): Promise<void>;
  /** The certificates that the nodes show, as they stand on this machine. */
  nodeCertificates(): readonly NodeCertificate[];
  /** How each orderer stands; none where the runtime has none. */
  orderers(): Promise<readonly OrdererState[]>;
}
