import type { AuthorityAccess } from '../identity/certificate-authority';
import type { Endpoint } from '../fabric/endpoint';
import type { BuilderVariables } from '../lifecycle/connection-template';
import type { ProcessSpec, ProcessState } from '../supervision/process-spec';
import type { Member, PortName } from '../topology/consortium';

/** Runs processes for a runtime. */
export interface ProcessHost {
  /** Runs these and waits until all are ready; those that run already are left alone. */
  run(specs: readonly ProcessSpec[]): Promise<ReadonlyMap<string, ProcessState>>;
  end(names: readonly string[]): Promise<void>;
  states(): Promise<readonly ProcessState[]>;
}

/** One member's nodes as the rest of the network reaches them. */
export interface MemberAccess {
  readonly name: string;
  readonly mspId: string;
  readonly peer: Endpoint;
  readonly orderer: Endpoint;
  readonly authority: AuthorityAccess;
}

/**
 * What runs Fabric's nodes. Everything above speaks to the nodes by Fabric's own protocols, and may not know which runtime it is.
 * All methods may be repeated.
 */
export interface Runtime {
  readonly name: string;
  /** What everybody should know who uses a network of this kind. */
  readonly notice: string | undefined;
  /** Which of a member's ports its nodes listen on; chaincode and gateways come on top. */
  readonly nodePorts: readonly PortName[];
  /**
   * Starts the nodes, joins their peers and orderers to the channel, and waits until all is healthy.
   * @param lines by member's name: what its peer fills into the templates of chaincode packages
   */
  start(host: ProcessHost, lines: ReadonlyMap<string, BuilderVariables>): Promise<readonly MemberAccess[]>;
  /** How the nodes are reached, without starting any; undefined while they are not running. */
  access(host: ProcessHost): Promise<readonly MemberAccess[] | undefined>;
  /** Stops, or starts again, the nodes of one member. */
  stopMember(host: ProcessHost, member: Member): Promise<void>;
  startMember(host: ProcessHost, member: Member): Promise<void>;
  /** Whether a member's nodes run. */
  isMemberUp(host: ProcessHost, member: Member): Promise<boolean>;
}
