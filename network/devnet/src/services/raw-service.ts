import {
  type MethodDefinition,
  type ServiceDefinition,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js';
import { asBuffer } from '../wire/bytes';
import type { CallGate } from './call-gate';
import { CallError, toServiceError } from './status';

/** Requests and responses stay bytes: handlers read only what they need, and send what is serialised already. */
export type Bytes = Buffer;

const same = (bytes: Bytes): Bytes => bytes;

/** Serialised messages come as plain arrays of bytes; gRPC wants Buffers. */
const toBuffer = (bytes: Uint8Array): Bytes => asBuffer(bytes);

const method = (path: string, requestStream: boolean, responseStream: boolean): MethodDefinition<Bytes, Bytes> => ({
  path,
  requestStream,
  responseStream,
  requestSerialize: toBuffer,
  requestDeserialize: same,
  responseSerialize: toBuffer,
  responseDeserialize: same,
});

/** Which side of a method streams. */
export type MethodKind = 'unary' | 'server-stream' | 'duplex';

/** A gRPC service of bytes: `methods` by their names in the protocol. */
export const rawService = (service: string, methods: Readonly<Record<string, MethodKind>>): ServiceDefinition =>
  Object.fromEntries(
    Object.entries(methods).map(([name, kind]) => [
      name,
      method(`/${service}/${name}`, kind === 'duplex', kind !== 'unary'),
    ]),
  );

const asCallError = (error: unknown): CallError =>
  error instanceof CallError ? error : new CallError(status.UNKNOWN, (error as Error).message);

/** What a unary handler gets beside the request. */
export interface UnaryContext {
  /** Called when the client goes away, or its deadline passes, before it is answered. */
  onCancelled(listener: () => void): void;
}

/** Makes a gRPC handler of a function from bytes to bytes; what it throws becomes the call's status. */
export const unary =
  (gate: CallGate, handle: (request: Bytes, context: UnaryContext) => Promise<Uint8Array>) =>
  (call: ServerUnaryCall<Bytes, Bytes>, callback: sendUnaryData<Bytes>): void => {
    const leave = gate.enter();
    if (!leave) {
      callback(toServiceError(gate.refusal()), null);
      return;
    }
    call.once('cancelled', leave);
    handle(call.request, { onCancelled: (listener) => call.once('cancelled', listener) })
      .then(
        (response) => callback(null, response as Bytes),
        (error: unknown) => callback(toServiceError(asCallError(error)), null),
      )
      .finally(leave);
  };

/** Likewise for a handler that streams its answer and ends when its promise does. */
export const serverStream =
  (gate: CallGate, handle: (request: Bytes, stream: ServerWritableStream<Bytes, Bytes>) => Promise<void>) =>
  (stream: ServerWritableStream<Bytes, Bytes>): void => {
    const leave = gate.enter();
    if (!leave) {
      stream.emit('error', toServiceError(gate.refusal()));
      return;
    }
    stream.once('cancelled', leave);
    handle(stream.request, stream)
      .then(
        () => stream.end(),
        (error: unknown) => stream.emit('error', toServiceError(asCallError(error))),
      )
      .finally(leave);
  };
