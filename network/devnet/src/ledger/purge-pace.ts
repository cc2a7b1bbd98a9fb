import type { ChannelState } from '../state/channel-state';
import type { CommittedBlock } from './channel-ledger';
import type { PrivateUpdates } from './private-updates';

/** A block's purges that an organisation's peer has not come to. */
interface Left {
  readonly mspId: string;
  readonly privates: PrivateUpdates;
}

/** When a block's purges reach an organisation's clear private data: with the block, or when its peer comes to it. */
export class PurgePace {
  /** Organisations whose peers take blocks in at their own pace. */
  private readonly paced = new Set<string>();
  private readonly left = new Set<Left>();

  leaveTo(mspId: string): void {
    this.paced.add(mspId);
  }

  /** Carries out the purges of a block, or leaves them to peers that go at their own pace. @returns what these are to call */
  carryOut(privates: PrivateUpdates, organisations: readonly string[]): CommittedBlock['forget'] {
    const own = new Map<string, Left>();
    for (const mspId of organisations) {
      if (!this.paced.has(mspId)) privates.forget([mspId]);
      else if (privates.hasPurges()) own.set(mspId, { mspId, privates });
    }
    for (const entry of own.values()) this.left.add(entry);
    return (mspId) => {
      const entry = own.get(mspId);
      if (entry && this.left.delete(entry)) privates.forget([mspId]);
    };
  }

  /** Carries out in a copy of the state what is left to do: there, all peers have caught up. */
  catchUpIn(state: ChannelState): void {
    for (const { mspId, privates } of this.left) privates.forget([mspId], state);
  }

  /** Nothing is left to do: the ledger is another one. */
  clear(): void {
    this.left.clear();
  }
}
