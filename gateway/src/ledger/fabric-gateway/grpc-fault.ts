import { Metadata, type StatusObject } from '@grpc/grpc-js';

/** A status other than OK, in the form that gRPC's own client gives it. */
export class GrpcFault extends Error implements StatusObject {
  readonly metadata = new Metadata();

  constructor(
    readonly code: number,
    readonly details: string,
    /** `google.rpc.Status`, where the peer sent one. */
    statusDetails?: Buffer,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${details}`, options);
    this.name = 'GrpcFault';
    if (statusDetails !== undefined) this.metadata.set('grpc-status-details-bin', statusDetails);
  }
}
