const FIRST_SLOTS = 256;
/** Numbers of a slot: code + 1 (0 where it is free), hash, and where the bytes begin and end in the arena. */
const SLOT = 4;
/** Bytes of a word. */
export const WORD = 4;
const MULTIPLIER = 0x9e3779b1;

/** A field of a file as a scanner passed it: its bytes lie in `bytes[start, end)`. */
export interface ScannedField {
  bytes: Uint8Array;
  /** `bytes`, four at a time. */
  words: DataView;
  start: number;
  end: number;
  /** All words of the field one after the other, and the rest, `mixed`. */
  hash: number;
  /** The bytes after the last whole word, filled up with zeros. */
  rest: number;
}

/** Numbers byte strings in the order they are first seen, without making text of any but the first of each. */
export class ByteDictionary {
  readonly values: string[] = [];
  /** Bytes of all strings, each from the beginning of a word, filled up with zeros. */
  private arena = new Int32Array(1024);
  private used = 0;
  /** All that is known of a string side by side, so that a look-up stays in one cache line. */
  private slots = new Int32Array(SLOT * FIRST_SLOTS);

  /** @param decode - makes text of new bytes; throws where they are not of the encoding */
  constructor(private readonly decode: (bytes: Uint8Array) => string) {}

  /** The code of a field. */
  code(field: ScannedField): number {
    const { slots, arena } = this;
    const { words, start, end, hash, rest } = field;
    const length = end - start;
    const whole = end - WORD;
    const mask = slots.length - 1;
    let slot = firstSlot(hash) & mask;
    for (; slots[slot] !== 0; slot = (slot + SLOT) & mask) {
      if (slots[slot + 1] !== hash || slots[slot + 3] !== length) continue;
      let known = slots[slot + 2]!;
      let at = start;
      for (; at <= whole && arena[known] === words.getInt32(at, true); at += WORD) known++;
      if (at > whole && arena[known] === rest) return slots[slot]! - 1;
    }
    return this.add(field, slot);
  }

  private add({ bytes: all, start, end: to, hash, rest }: ScannedField, slot: number): number {
    const bytes = all.subarray(start, to);
    this.values.push(this.decode(bytes));
    const end = this.used + Math.floor(bytes.length / WORD) + 1;
    if (end > this.arena.length) {
      const larger = new Int32Array(Math.max(2 * this.arena.length, end));
      larger.set(this.arena);
      this.arena = larger;
    }
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const whole = Math.floor(bytes.length / WORD);
    for (let word = 0; word < whole; word++) this.arena[this.used + word] = words.getInt32(WORD * word, true);
    this.arena[this.used + whole] = rest;
    this.slots.set([this.values.length, hash, this.used, bytes.length], slot);
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

export const mixed = (hash: number, word: number): number => {
  const product = Math.imul(hash ^ word, MULTIPLIER);
  return product ^ (product >>> 15);
};

/** Bytes after the last whole word, as a word filled up with zeros. */
export function restOf(bytes: Uint8Array, from: number, to: number): number {
  let rest = 0;
  for (let at = to - 1; at >= from; at--) rest = (rest << 8) | bytes[at]!;
  return rest;
}

const firstSlot = (hash: number): number => hash << 2;
