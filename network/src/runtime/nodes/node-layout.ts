import type { Member } from '../../topology/consortium';
import type { Node } from '../node';

/**
 * Where a node finds things and how others find it. It is all that differs between processes of this machine and
 * containers: every configuration is written for one.
 */
export interface NodeLayout {
  /** The folder of its configuration and keys, as the node sees it. */
  configuration(node: Node): string;
  /** The folder of what it keeps, as the node sees it. */
  data(node: Node): string;
  /** The folder of the builder that makes a connection of a chaincode package, as a peer sees it. */
  readonly chaincodeBuilder: string;
  /** The host name under which the other nodes reach it; clients on this machine say `localhost`. */
  host(node: Node): string;
  /** Under which host name a member's peer reaches its chaincode's process. */
  chaincodeHost(member: Member): string;
  /** The address on which it listens. */
  readonly listenAddress: string;
}
