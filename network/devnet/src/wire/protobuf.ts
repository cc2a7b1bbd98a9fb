import { WireError } from './errors';

/** What every generated message class has. */
export interface MessageType<T> {
  readonly name: string;
  deserializeBinary(bytes: Uint8Array): T;
}

/**
 * Decodes a protobuf message.
 * @throws WireError naming `what` where the bytes are not such a message
 */
export const decode = <T>(type: MessageType<T>, bytes: Uint8Array, what: string = type.name): T => {
  try {
    return type.deserializeBinary(bytes);
  } catch {
    // The decoder's own words may quote the input.
    throw new WireError(`error unmarshalling ${what}`);
  }
};
