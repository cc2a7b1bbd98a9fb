import type { ChannelConfig } from '../config/channel-config';
import type { SigningIdentity } from '../identity/identity';
import type { BlockStore } from '../store/block-store';
import type { LedgerRules } from './ledger-rules';

/** What a ledger is made of. */
export interface LedgerParts {
  readonly channel: string;
  readonly config: ChannelConfig;
  readonly store: BlockStore;
  readonly rules: LedgerRules;
  /** The orderer that signs blocks; undefined in memory mode. */
  readonly signer: SigningIdentity | undefined;
  /** How far the network's clock is from this machine's, in milliseconds. */
  readonly timeShift: () => number;
}
