import { status } from '@grpc/grpc-js';
import { CallError } from './status';

/** Lets so many calls of one service in at a time, as a peer's concurrency limits do. */
export interface CallGate {
  /** The function to call when the call is over (again is harmless); undefined where the service is full. */
  enter(): (() => void) | undefined;
  refusal(): CallError;
}

/** Makes a gate for `limit` concurrent calls of a service, named as in the protocol. */
export const createCallGate = (service: string, limit: number): CallGate => {
  let inside = 0;
  return {
    enter() {
      if (inside >= limit) return undefined;
      inside += 1;
      let isInside = true;
      return () => {
        if (isInside) inside -= 1;
        isInside = false;
      };
    },
    refusal: () =>
      new CallError(status.UNKNOWN, `too many requests for /${service}, exceeding concurrency limit (${limit})`),
  };
};
