/** The same memory as a Buffer; nothing is copied. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A string that stands for these bytes as the key of a Map: one character a byte. */
export const bytesKey = (bytes: Uint8Array): string => asBuffer(bytes).toString('latin1');

export const equalBytes = (left: Uint8Array, right: Uint8Array): boolean => asBuffer(left).equals(right);
