/** Buffers in which messages are put together, reused: what a writer hands out is an exact copy. */
const scratch: Buffer[] = [];
const SCRATCH_SIZE = 4096;
/** A buffer that grew beyond this is not kept. */
const LARGEST_KEPT = 1024 * 1024;

/**
 * Writes one protobuf message, field by field, the way Fabric's Go code does: fields in ascending order are the caller's
 * business, proto3 default values are left out. Hashes of what it writes therefore agree with Fabric's.
 */
export class FieldWriter {
  private buffer: Buffer = scratch.pop() ?? Buffer.allocUnsafeSlow(SCRATCH_SIZE);
  private length = 0;

  string(field: number, value: string): this {
    if (value === '') return this;
    const length = Buffer.byteLength(value);
    this.prefix(field, length);
    this.length += this.buffer.write(value, this.length, length, 'utf8');
    return this;
  }

  bytes(field: number, value: Uint8Array | undefined): this {
    if (value === undefined || value.length === 0) return this;
    return this.message(field, value);
  }

  /** An embedded message or an element of a repeated field: written even when empty. */
  message(field: number, value: Uint8Array): this {
    this.prefix(field, value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
    return this;
  }

  number(field: number, value: number): this {
    if (value === 0) return this;
    this.reserve(20);
    this.varint(field * 8);
    this.varint(value);
    return this;
  }

  bool(field: number, value: boolean): this {
    return value ? this.number(field, 1) : this;
  }

  /** What was written. The writer must not be used afterwards. */
  finish(): Uint8Array {
    const { buffer, length } = this;
    const message = Buffer.allocUnsafe(length);
    buffer.copy(message, 0, 0, length);
    this.buffer = NONE;
    this.length = 0;
    if (buffer.length <= LARGEST_KEPT) scratch.push(buffer);
    return message;
  }

  private prefix(field: number, length: number): void {
    this.reserve(length + 20);
    this.varint(field * 8 + 2);
    this.varint(length);
  }

  private varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.buffer[this.length] = (rest % 128) + 128;
      this.length += 1;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.length] = rest;
    this.length += 1;
  }

  private reserve(count: number): void {
    if (this.length + count <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.length + count));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

const NONE = Buffer.alloc(0);

/** Tag and length that stand before `length` bytes of a field. */
export function fieldPrefix(field: number, length: number): Uint8Array {
  const octets: number[] = [];
  for (const value of [field * 8 + 2, length]) {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) octets.push((rest % 128) + 128);
    octets.push(rest);
  }
  return Uint8Array.from(octets);
}

/** Bytes in pieces that are put together at the end: nesting then copies nothing. */
export interface Pieces {
  readonly parts: readonly Uint8Array[];
  readonly length: number;
}

/** Pieces one after the other. */
export function join(...pieces: readonly (Pieces | Uint8Array)[]): Pieces {
  let length = 0;
  const parts: Uint8Array[] = [];
  for (const piece of pieces) {
    length += piece.length;
    if (piece instanceof Uint8Array) parts.push(piece);
    else parts.push(...piece.parts);
  }
  return { parts, length };
}

/** A field whose content is these pieces. */
export function field(number: number, content: Pieces | Uint8Array): Pieces {
  return join(fieldPrefix(number, content.length), content);
}

export const assemble = ({ parts, length }: Pieces): Uint8Array => Buffer.concat(parts, length);
