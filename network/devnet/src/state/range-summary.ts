import { FieldWriter } from '../protobuf/writer';
import type { Version } from '../ledger/transaction';
import { sha256 } from '../wire/hashes';

/** Results beyond this many go into the read set as a tree of hashes, as in Fabric. */
export const MAX_DEGREE = 50;

/** One key that a range query returned. */
export interface RangeRead {
  readonly key: string;
  readonly version: Version;
}

/** `kvrwset.QueryReadsMerkleSummary` in plain values. */
export interface MerkleSummary {
  readonly maxDegree: number;
  readonly maxLevel: number;
  readonly maxLevelHashes: readonly Uint8Array[];
}

/** What a range query leaves in the read set: the reads themselves, or a summary of them. */
export interface RangeResult {
  readonly reads: readonly RangeRead[];
  readonly summary: MerkleSummary | undefined;
}

export function encodeVersion(version: Version): Uint8Array {
  return new FieldWriter().number(1, version.block).number(2, version.transaction).finish();
}

/** `kvrwset.KVRead`. */
export function encodeRead(key: string, version: Version | undefined): Uint8Array {
  const writer = new FieldWriter().string(1, key);
  return (version === undefined ? writer : writer.message(2, encodeVersion(version))).finish();
}

/** `kvrwset.QueryReads`. */
export function encodeReads(reads: readonly RangeRead[]): Uint8Array {
  const writer = new FieldWriter();
  for (const read of reads) writer.message(1, encodeRead(read.key, read.version));
  return writer.finish();
}

/**
 * Collects what a range query returns. Every `maxDegree` + 1 results become one leaf, every `maxDegree` + 1 hashes of a
 * level one hash of the next.
 */
export class RangeSummary {
  private pending: RangeRead[] = [];
  private readonly levels: Uint8Array[][] = [];
  private top = 0;

  constructor(private readonly maxDegree = MAX_DEGREE) {}

  add(read: RangeRead): void {
    this.pending.push(read);
    if (this.pending.length > this.maxDegree) this.addLeaf();
  }

  finish(): RangeResult {
    if (this.isEmpty()) return { reads: this.pending, summary: undefined };
    if (this.pending.length > 0) this.addLeaf();
    this.closeLevels();
    return { reads: [], summary: this.summary() };
  }

  private isEmpty(): boolean {
    return this.top === 0 && this.level(0).length === 0;
  }

  private summary(): MerkleSummary {
    return { maxDegree: this.maxDegree, maxLevel: this.top + 1, maxLevelHashes: this.level(this.top) };
  }

  private level(index: number): Uint8Array[] {
    return (this.levels[index] ??= []);
  }

  private addLeaf(): void {
    this.level(0).push(sha256(encodeReads(this.pending)));
    this.pending = [];
    for (let index = 0; this.level(index).length > this.maxDegree; index += 1) this.combine(index);
  }

  private combine(index: number): void {
    this.level(index + 1).push(sha256(...this.level(index)));
    this.levels[index] = [];
    this.top = Math.max(this.top, index + 1);
  }

  private closeLevels(): void {
    for (let index = 0; index < this.top; index += 1) {
      const hashes = this.level(index);
      if (hashes.length > 1) this.combine(index);
      else if (hashes.length === 1) {
        this.level(index + 1).push(hashes[0]!);
        this.levels[index] = [];
      }
    }
    if (this.level(this.top).length > this.maxDegree) this.combine(this.top);
  }
}
