const FIRST_SLOTS = 256;
/** Numbers of a slot: code + 1 (0 where it is free), hash, and where the bytes begin and end in the arena. */
const SLOT = 4;

/** Numbers byte strings in the order they are first seen, without making text of any but the first of each. */
export class ByteDictionary {
  readonly values: string[] = [];
  private arena = new Uint8Array(4096);
  private used = 0;
  /** All that is known of a string side by side, so that a look-up stays in one cache line. */
  private slots = new Int32Array(SLOT * FIRST_SLOTS);

  /** @param decode - makes text of new bytes; throws where they are not of the encoding */
  constructor(private readonly decode: (bytes: Uint8Array) => string) {}

  /** The code of `bytes[start, end)`, whose hash is given. */
  code(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const { slots, arena } = this;
    const mask = slots.length - 1;
    let slot = firstSlot(hash) & mask;
    for (; slots[slot] !== 0; slot = (slot + SLOT) & mask) {
      if (slots[slot + 1] !== hash) continue;
      const known = slots[slot + 2]!;
      const length = end - start;
      if (slots[slot + 3]! - known !== length) continue;
      let at = 0;
      while (at < length && arena[known + at] === bytes[start + at]) at++;
      if (at === length) return slots[slot]! - 1;
    }
    return this.add(bytes.subarray(start, end), hash, slot);
  }

  private add(bytes: Uint8Array, hash: number, slot: number): number {
    this.values.push(this.decode(bytes));
    const end = this.used + bytes.length;
    if (end > this.arena.length) {
      const larger = new Uint8Array(Math.max(2 * this.arena.length, end));
      larger.set(this.arena);
      this.arena = larger;
    }
    this.arena.set(bytes, this.used);
    this.slots.set([this.values.length, hash, this.used, end], slot);
    this.used = end;
    const code = this.values.length - 1;
    if (2 * SLOT * this.values.length > this.slots.length) this.rehash();
    return code;
  }

  private rehash(): void {
    const { slots: old } = this;
    const slots = new Int32Array(2 * old.length);
    for (let from = 0; from < old.length; from += SLOT) {
      if (old[from] === 0) continue;
      let slot = firstSlot(old[from + 1]!) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + SLOT) & (slots.length - 1);
      slots.set(old.subarray(from, from + SLOT), slot);
    }
    this.slots = slots;
  }
}

const firstSlot = (hash: number): number => (hash ^ (hash >>> 15)) << 2;
