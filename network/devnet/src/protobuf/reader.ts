/** The bytes are not a protobuf message of the expected shape. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
}

const decoder = new TextDecoder();

/** Below this, decoding a string by hand is faster than calling the decoder. */
const SHORT = 64;

/**
 * Walks the fields of one message without building an object of it. The hot path (blocks, read and write sets, the
 * chaincode stream) reads each message once, and few of its fields.
 *
 * ```ts
 * const reader = new FieldReader(bytes);
 * for (let field = reader.next(); field !== 0; field = reader.next()) {
 *   if (field === 1) key = reader.string();
 *   else reader.skip();
 * }
 * ```
 */
export class FieldReader {
  private position = 0;
  private wireType = 0;

  constructor(private readonly source: Uint8Array) {}

  /** Number of the next field; 0 at the end. */
  next(): number {
    if (this.position >= this.source.length) return 0;
    const tag = this.varint();
    this.wireType = tag & 7;
    const field = Math.floor(tag / 8);
    if (field === 0) throw new ProtobufError('field number 0');
    return field;
  }

  /** Unsigned varint; exact up to 2^53. */
  varint(): number {
    let result = 0;
    let scale = 1;
    for (let count = 0; count < 10; count += 1) {
      const byte = this.source[this.position];
      if (byte === undefined) throw new ProtobufError('message ends inside a number');
      this.position += 1;
      result += (byte & 0x7f) * scale;
      if (byte < 0x80) return result;
      scale *= 128;
    }
    throw new ProtobufError('number longer than 10 bytes');
  }

  /** True where the present field holds bytes, a string or a message. */
  isBytes(): boolean {
    return this.wireType === 2;
  }

  bool(): boolean {
    return this.varint() !== 0;
  }

  /** A view of the field's bytes, not a copy. */
  bytes(): Uint8Array {
    if (this.wireType !== 2) throw new ProtobufError(`wire type ${this.wireType} where bytes belong`);
    const length = this.varint();
    const start = this.position;
    const end = start + length;
    if (end > this.source.length) throw new ProtobufError('message ends inside a field');
    this.position = end;
    return this.source.subarray(start, end);
  }

  string(): string {
    const bytes = this.bytes();
    if (bytes.length > SHORT) return decoder.decode(bytes);
    let text = '';
    for (const byte of bytes) {
      if (byte > 0x7f) return decoder.decode(bytes);
      text += String.fromCharCode(byte);
    }
    return text;
  }

  /** Passes over a field nobody asked for. */
  skip(): void {
    if (this.wireType === 0) this.varint();
    else if (this.wireType === 2) this.bytes();
    else if (this.wireType === 1) this.advance(8);
    else if (this.wireType === 5) this.advance(4);
    else throw new ProtobufError(`wire type ${this.wireType}`);
  }

  private advance(count: number): void {
    this.position += count;
    if (this.position > this.source.length) throw new ProtobufError('message ends inside a field');
  }
}
