import type { ChannelState } from '../state/channel-state';
import type { PrivateRecord } from '../store/block-store';
import type { ExpirySchedule } from './expiry';
import type { TransientStore } from './transient-store';

/** The chain's end. */
export interface ChainTip {
  /** Number of blocks. */
  readonly height: number;
  readonly hash: Uint8Array;
  readonly commitHash: Uint8Array;
  /** Number of the last block that holds a configuration. */
  readonly lastConfig: number;
}

/** A ledger as it stood at some height. Blocks are not in it, they stay where they are; versions of keys are shared. */
export interface LedgerSnapshot {
  readonly tip: ChainTip;
  readonly state: ChannelState;
  readonly expiry: ExpirySchedule;
  readonly transient: TransientStore;
  /** Private records, by block, as they were before something in them was purged. */
  readonly unscrubbed: Map<number, readonly PrivateRecord[]>;
}
