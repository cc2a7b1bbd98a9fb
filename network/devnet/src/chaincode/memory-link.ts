import { EventEmitter } from 'node:events';
import { FieldWriter } from '../protobuf/writer';
import type { ChaincodeLink } from './link';
import { messageType } from './message';
import { loadShim, type ShimChaincode } from './shim';

type ShimMessage = { serializeBinary(): Uint8Array };

/** The stream as the shim's handler sees it: it writes messages of its own protobuf package, and listens for them. */
class ShimStream extends EventEmitter {
  constructor(private readonly received: (message: Uint8Array) => void) {
    super();
  }

  write(message: ShimMessage): boolean {
    this.received(message.serializeBinary());
    return true;
  }

  end(): void {
    this.removeAllListeners();
  }
}

/**
 * Connects a chaincode object through the shim's own message handler, in this process: what a chaincode process does, but
 * for the socket. Bytes pass between the two sides, as on the wire.
 */
export function linkInMemory(chaincode: ShimChaincode, packageId: string): ChaincodeLink & { start(): void } {
  const shim = loadShim();
  const stream = new ShimStream((message) => link.onMessage(message));
  const link = {
    onMessage: (_message: Uint8Array): void => undefined,
    onEnd: (_reason: Error): void => undefined,
    send: (message: Uint8Array): void => {
      stream.emit('data', shim.ChaincodeMessage.deserializeBinary(message));
    },
    close: (): void => stream.end(),
    /** Has the chaincode speak first, as it must. */
    start: (): void => {
      const register = new shim.ChaincodeMessage();
      register.setType(messageType.REGISTER);
      register.setPayload(new FieldWriter().string(2, packageId).finish());
      new shim.MessageHandler(stream, chaincode).chat(register);
    },
  };
  return link;
}
