/**
 * A two-way line to one chaincode process: serialised `protos.ChaincodeMessage` in both directions, in order. The
 * chaincode speaks first.
 */
export interface ChaincodeLink {
  send(message: Uint8Array): void;
  /** Set by whoever reads; called once a message. */
  onMessage: (message: Uint8Array) => void;
  /** Set by whoever reads; called once, when the line is gone. */
  onEnd: (reason: Error) => void;
  close(): void;
}
