import { gateway, google } from '@hyperledger/fabric-protos';
import { recordedAnswers } from '../../test/conformance/recorded';
import { CallError, statusDetails } from './status';

const withDetails = recordedAnswers('gateway-live').flatMap(({ name, api, error }) =>
  error?.statusDetailsBin ? [{ name: `${api}: ${name}`, bytes: Buffer.from(error.statusDetailsBin, 'base64') }] : [],
);

describe('the trailer grpc-status-details-bin', () => {
  test.each(withDetails)('has the bytes of a live network: $name', ({ bytes }) => {
    const status = google.rpc.Status.deserializeBinary(bytes);
    const complaints = status.getDetailsList().map((any) => {
      const detail = gateway.ErrorDetail.deserializeBinary(any.getValue_asU8());
      return { address: detail.getAddress(), mspId: detail.getMspId(), message: detail.getMessage() };
    });
    const error = new CallError(status.getCode(), status.getMessage(), complaints);
    expect(statusDetails(error)).toEqual(bytes);
  });
});
