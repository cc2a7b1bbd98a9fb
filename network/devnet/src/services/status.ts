import { Metadata, type ServiceError, type status as GrpcStatus } from '@grpc/grpc-js';
import { gateway, google } from '@hyperledger/fabric-protos';
import { Any } from 'google-protobuf/google/protobuf/any_pb';

/** What one node had to say about a failure: host:port, MSP id, its words. */
export interface NodeComplaint {
  readonly address: string;
  readonly mspId: string;
  readonly message: string;
}

/** A call that ends with a gRPC status other than OK, with the details that Fabric's gateway attaches. */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    readonly code: GrpcStatus,
    message: string,
    readonly complaints: readonly NodeComplaint[] = [],
  ) {
    super(message);
  }
}

const detailType = 'type.googleapis.com/gateway.ErrorDetail';

const detail = ({ address, mspId, message }: NodeComplaint): Any => {
  const error = new gateway.ErrorDetail();
  error.setAddress(address);
  error.setMspId(mspId);
  error.setMessage(message);
  const any = new Any();
  any.setTypeUrl(detailType);
  any.setValue(error.serializeBinary());
  return any;
};

/** `google.rpc.Status`, serialised, as it goes into the trailer `grpc-status-details-bin`. */
export const statusDetails = (error: CallError): Buffer => {
  const status = new google.rpc.Status();
  status.setCode(error.code);
  status.setMessage(error.message);
  status.setDetailsList(error.complaints.map(detail));
  return Buffer.from(status.serializeBinary());
};

/** The form in which grpc-js takes an error. */
export const toServiceError = (error: CallError): Partial<ServiceError> => {
  if (error.complaints.length === 0) return { code: error.code, details: error.message };
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', statusDetails(error));
  return { code: error.code, details: error.message, metadata };
};
