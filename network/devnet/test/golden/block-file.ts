import { readFileSync } from 'node:fs';
import { common } from '@hyperledger/fabric-protos';

/** Reads numbers and counted bytes one after the other. */
class Cursor {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const octet = this.bytes[this.#at++]!;
      value += (octet & 0x7f) * scale;
      if (octet < 0x80) return value;
    }
  }

  counted(): Buffer {
    const length = this.number();
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  list(): Buffer[] {
    return Array.from({ length: this.number() }, () => this.counted());
  }
}

/** A block as a peer's store has it: the fields one after the other, without protobuf's tags. */
const readStored = (bytes: Buffer): common.Block => {
  const cursor = new Cursor(bytes);
  const header = new common.BlockHeader();
  header.setNumber(cursor.number());
  header.setDataHash(cursor.counted());
  header.setPreviousHash(cursor.counted());
  const data = new common.BlockData();
  data.setDataList(cursor.list());
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList(cursor.list());
  const block = new common.Block();
  block.setHeader(header);
  block.setData(data);
  block.setMetadata(metadata);
  return block;
};

/** The blocks of a peer's block file, in order. */
export const readBlockFile = (path: string): common.Block[] => {
  const cursor = new Cursor(readFileSync(path));
  const blocks: common.Block[] = [];
  while (!cursor.isAtEnd) blocks.push(readStored(cursor.counted()));
  return blocks;
};
