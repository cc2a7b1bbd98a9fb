import type { ChannelState } from '../state/channel-state';
import type { CommittedBlock } from './channel-ledger';

/** How somebody stays behind: each block so many milliseconds late, always so many blocks behind, or where they are. */
export type Lag = { readonly ms: number } | { readonly blocks: number } | 'hold';

/** What comes block by block. */
export interface BlockFeed {
  /** Number of blocks that have come. */
  height(): number;
  /** Called once a block, in order. Returns the function that ends it. */
  onCommit(listener: (block: CommittedBlock) => void): () => void;
}

interface Waiting {
  readonly block: CommittedBlock;
  /** Milliseconds of the process's clock. */
  readonly since: number;
}

/**
 * Passes blocks on at a pace of its own: at once, unless a lag is set. The state keeps what can be seen at a height for as
 * long as a follower may stand there.
 */
export class Follower implements BlockFeed {
  private readonly waiting: Waiting[] = [];
  private readonly listeners = new Set<(block: CommittedBlock) => void>();
  private lag: Lag | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopReading: (() => void) | undefined;

  constructor(
    private readonly source: BlockFeed,
    private readonly state: Pick<ChannelState, 'startReading'>,
  ) {
    source.onCommit((block) => this.receive(block));
  }

  height(): number {
    return this.waiting[0]?.block.number ?? this.source.height();
  }

  onCommit(listener: (block: CommittedBlock) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Sets the pace; none catches up with everything that waits, and keeps up from then on. */
  follow(lag: Lag | undefined): void {
    this.lag = lag;
    this.advance();
  }

  /** Drops what waits: the source has gone back, and this is where the source is. */
  reset(): void {
    this.waiting.length = 0;
    this.advance();
  }

  private receive(block: CommittedBlock): void {
    if (this.lag === undefined && this.waiting.length === 0) {
      this.pass(block);
      return;
    }
    this.waiting.push({ block, since: performance.now() });
    this.advance();
  }

  private advance(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const now = performance.now();
    while (this.waiting.length > 0 && this.isDue(this.waiting[0]!, now)) {
      const { block } = this.waiting.shift()!;
      this.standHere();
      this.pass(block);
    }
    this.standHere();
    const [next] = this.waiting;
    if (next && typeof this.lag === 'object' && 'ms' in this.lag) {
      this.timer = setTimeout(() => this.advance(), Math.max(1, next.since + this.lag.ms - now));
    }
  }

  private isDue({ since }: Waiting, now: number): boolean {
    if (this.lag === undefined) return true;
    if (this.lag === 'hold') return false;
    return 'ms' in this.lag ? now >= since + this.lag.ms : this.waiting.length > this.lag.blocks;
  }

  /** Announces the height to the state: versions that are seen there must not be thrown away. */
  private standHere(): void {
    const before = this.stopReading;
    const isBehind = this.lag !== undefined || this.waiting.length > 0;
    this.stopReading = isBehind ? this.state.startReading(this.height()) : undefined;
    before?.();
  }

  private pass(block: CommittedBlock): void {
    for (const listener of [...this.listeners]) listener(block);
  }
}
