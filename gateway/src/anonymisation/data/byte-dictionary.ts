const FIRST_SLOTS = 256;

/** Numbers byte strings in the order they are first seen, without making text of any but the first of each. */
export class ByteDictionary {
  readonly values: string[] = [];
  private arena = new Uint8Array(4096);
  private used = 0;
  private starts = new Int32Array(FIRST_SLOTS / 2 + 1);
  private hashes = new Int32Array(FIRST_SLOTS / 2);
  /** Code + 1, 0 where free. */
  private slots = new Int32Array(FIRST_SLOTS);

  /** @param decode - makes text of new bytes; throws where they are not of the encoding */
  constructor(private readonly decode: (bytes: Uint8Array) => string) {}

  /** The code of `bytes[start, end)`, whose hash is given. */
  code(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    let slot = spread(hash) & mask;
    for (;;) {
      const code = this.slots[slot]! - 1;
      if (code < 0) return this.add(bytes, start, end, hash, slot);
      if (this.hashes[code] === hash && this.isSame(code, bytes, start, end)) return code;
      slot = (slot + 1) & mask;
    }
  }

  private isSame(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const { arena } = this;
    let known = this.starts[code]!;
    if (this.starts[code + 1]! - known !== end - start) return false;
    for (let at = start; at < end; at++, known++) if (arena[known] !== bytes[at]) return false;
    return true;
  }

  private add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const code = this.values.length;
    this.values.push(this.decode(bytes.subarray(start, end)));
    if (this.used + end - start > this.arena.length) {
      this.arena = grown(this.arena, Math.max(2 * this.arena.length, this.used + end - start));
    }
    this.arena.set(bytes.subarray(start, end), this.used);
    this.used += end - start;
    if (code >= this.hashes.length) {
      this.hashes = grown(this.hashes, 2 * this.hashes.length);
      this.starts = grown(this.starts, 2 * this.starts.length);
    }
    this.hashes[code] = hash;
    this.starts[code + 1] = this.used;
    this.slots[slot] = code + 1;
    if (2 * this.values.length > this.slots.length) this.rehash();
    return code;
  }

  private rehash(): void {
    const slots = new Int32Array(2 * this.slots.length);
    const mask = slots.length - 1;
    for (let code = 0; code < this.values.length; code++) {
      let slot = spread(this.hashes[code]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = code + 1;
    }
    this.slots = slots;
  }
}

const spread = (hash: number): number => hash ^ (hash >>> 15);

function grown<A extends Uint8Array | Int32Array>(array: A, length: number): A {
  const larger = new (array.constructor as new (length: number) => A)(length);
  larger.set(array);
  return larger;
}
