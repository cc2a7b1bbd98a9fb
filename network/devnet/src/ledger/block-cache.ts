import { common } from '@hyperledger/fabric-protos';
import type { BlockStore } from '../store/block-store';

/** Blocks kept ready: event streams ask for the newest ones, each of them many times. */
const CAPACITY = 64;

/** Blocks as messages: the newest from memory, the others from the store. */
export class BlockCache {
  private readonly recent = new Map<number, () => common.Block>();

  constructor(private readonly store: BlockStore) {}

  /** Notes a new block; the message is made when somebody asks for it. */
  put(number: number, make: () => common.Block): void {
    let made: common.Block | undefined;
    this.recent.set(number, () => (made ??= make()));
    for (const oldest of this.recent.keys()) {
      if (this.recent.size <= CAPACITY) break;
      this.recent.delete(oldest);
    }
  }

  /** Forgets the blocks from `height` on. */
  rewind(height: number): void {
    for (const number of [...this.recent.keys()]) if (number >= height) this.recent.delete(number);
  }

  get(number: number): common.Block | undefined {
    const known = this.recent.get(number);
    if (known !== undefined) return known();
    const bytes = this.store.block(number);
    return bytes && common.Block.deserializeBinary(bytes);
  }
}
