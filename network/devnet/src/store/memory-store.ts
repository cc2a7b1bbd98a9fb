import { retainAlone } from '../state/retain';
import { bytesKey } from '../wire/bytes';
import type { BlockRecord, BlockStore, PrivateRecord } from './block-store';
import { isScrubbed, scrubPrivateSet } from './scrub-private-set';

/** Blocks in memory: nothing survives the process. */
export class MemoryBlockStore implements BlockStore {
  private readonly blocks: Uint8Array[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly shifts: number[] = [];
  private readonly records = new Map<number, PrivateRecord[]>();

  height(): number {
    return this.blocks.length;
  }

  append(record: BlockRecord): void {
    this.blocks[record.number] = retainAlone(record.bytes);
    this.numbers.set(bytesKey(record.hash), record.number);
    this.shifts[record.number] = record.timeShift;
    if (record.privateRecords.length > 0) {
      this.records.set(
        record.number,
        record.privateRecords.map((entry) => ({ ...entry, set: retainAlone(entry.set) })),
      );
    }
    for (const scrub of record.scrubs) {
      for (const block of scrub.blocks) {
        const kept = this.records
          .get(block)
          ?.map((entry) =>
            isScrubbed(scrub, block, entry.transaction) ? { ...entry, set: scrubPrivateSet(entry.set, scrub) } : entry,
          );
        if (kept) this.records.set(block, kept);
      }
    }
  }

  block(number: number): Uint8Array | undefined {
    return this.blocks[number];
  }

  numberByHash(hash: Uint8Array): number | undefined {
    return this.numbers.get(bytesKey(hash));
  }

  privateRecords(block: number): readonly PrivateRecord[] {
    return this.records.get(block) ?? [];
  }

  timeShift(block: number): number {
    return this.shifts[block] ?? 0;
  }

  rewind(height: number, unscrubbed: ReadonlyMap<number, readonly PrivateRecord[]>): void {
    this.blocks.splice(height);
    this.shifts.splice(height);
    for (const [hash, number] of this.numbers) if (number >= height) this.numbers.delete(hash);
    for (const number of [...this.records.keys()]) if (number >= height) this.records.delete(number);
    for (const [number, records] of unscrubbed) this.records.set(number, [...records]);
  }

  replace(records: readonly BlockRecord[]): void {
    this.close();
    for (const record of records) this.append(record);
  }

  close(): void {
    this.blocks.length = 0;
    this.shifts.length = 0;
    this.numbers.clear();
    this.records.clear();
  }
}
