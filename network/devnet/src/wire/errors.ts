/** Bytes from outside that do not decode: DER, PEM or protobuf. The message names the structure, never its content. */
export class WireError extends Error {
  override readonly name = 'WireError';
}
