/**
 * Writes one protobuf message, field by field, the way Fabric's Go code does: fields in ascending order are the caller's
 * business, proto3 default values are left out. Hashes of what it writes therefore agree with Fabric's.
 */
export class FieldWriter {
  private buffer: Buffer;
  private length = 0;

  constructor(capacity = 256) {
    this.buffer = Buffer.allocUnsafe(capacity);
  }

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

  /** A view of what was written; the writer must not be used afterwards. */
  finish(): Uint8Array {
    return this.buffer.subarray(0, this.length);
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
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + count));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}
