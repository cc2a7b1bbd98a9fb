import type { NodeName } from './node';

/** What an orderer says of itself and the channel. */
export interface OrdererState {
  readonly name: NodeName;
  readonly isLeader: boolean;
  /** Number of the last block it has; undefined where it does not answer. */
  readonly block: number | undefined;
}
