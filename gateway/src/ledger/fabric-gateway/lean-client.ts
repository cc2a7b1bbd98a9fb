import type { CallOptions, Client, requestCallback, ServiceError } from '@grpc/grpc-js';
import type { GrpcClient } from '@hyperledger/fabric-gateway';
import { GrpcFault } from './grpc-fault';
import type { UnaryChannel } from './unary-channel';

/** Milliseconds for a call that names no deadline. */
const PATIENCE = 60_000;

/**
 * The client the SDK works through: its unary calls go the short way, everything else (event streams) through gRPC's own
 * client.
 */
export function leanClient(whole: Client, unary: UnaryChannel): GrpcClient {
  const makeUnaryRequest = <Request, Answer>(
    method: string,
    serialize: (value: Request) => Buffer,
    deserialize: (value: Buffer) => Answer,
    argument: Request,
    options: CallOptions,
    callback: requestCallback<Answer>,
  ): void => {
    const { deadline } = options;
    const end = deadline === undefined ? Date.now() + PATIENCE : Number(deadline);
    unary.call(method, serialize(argument), end).then(
      (answer) => {
        callback(null, deserialize(answer));
      },
      (fault: unknown) => {
        callback(asServiceError(fault));
      },
    );
  };
  return new Proxy(whole, {
    get: (target, name) => {
      if (name === 'makeUnaryRequest') return makeUnaryRequest;
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

const asServiceError = (fault: unknown): ServiceError =>
  fault instanceof GrpcFault ? fault : new GrpcFault(2, (fault as Error).message, undefined, { cause: fault });
