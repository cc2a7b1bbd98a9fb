import { type Consortium, orderingMembers } from '../topology/consortium';

/** What a member runs of Fabric, in the order in which it is started. */
export const NODE_KINDS = ['ca', 'orderer', 'peer'] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** `peer.hospital`: how commands, logs and processes call a node. */
export type NodeName = `${NodeKind}.${string}`;

/** One node of one member. */
export interface Node {
  readonly name: NodeName;
  readonly kind: NodeKind;
  /** The member's name. */
  readonly member: string;
}

/** A member's node of a kind. */
export const nodeOf = (kind: NodeKind, member: string): Node => ({ name: `${kind}.${member}`, kind, member });

/** Every node of a consortium, by kind in starting order: each member has a CA and a peer, and those that order an orderer. */
export const nodesOf = (consortium: Consortium): readonly Node[] =>
  NODE_KINDS.flatMap((kind) =>
    (kind === 'orderer' ? orderingMembers(consortium) : consortium.members).map(({ name }) => nodeOf(kind, name)),
  );
