import { type ServerWritableStream, status } from '@grpc/grpc-js';
import { gateway, orderer, type peer } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger';
import { transactionsOf } from '../block-events';
import { blocksFrom, cuttable, drained, stopWith } from '../block-source';
import type { Bytes } from '../raw-service';
import { CallError } from '../status';
import type { GatewayScope } from './gateway-request';
import { authorisedLedger } from './signed-call';

const positionOf = (ledger: ChannelLedger, position: orderer.SeekPosition | undefined): number => {
  const { TYPE_NOT_SET, NEXT_COMMIT, SPECIFIED } = orderer.SeekPosition.TypeCase;
  switch (position?.getTypeCase() ?? TYPE_NOT_SET) {
    case SPECIFIED:
      return position?.getSpecified()?.getNumber() ?? 0;
    case TYPE_NOT_SET:
    case NEXT_COMMIT:
      return ledger.height();
    default: {
      const name = position?.hasOldest() ? 'Oldest' : 'Newest';
      throw new CallError(status.INVALID_ARGUMENT, `invalid start position type: *orderer.SeekPosition_${name}`);
    }
  }
};

/** Where to start: the block of the transaction to resume after, else the position asked for, else the next block. */
const startOf = (ledger: ChannelLedger, request: gateway.ChaincodeEventsRequest): number => {
  const after = request.getAfterTransactionId();
  const resumed = after === '' ? undefined : ledger.transaction(after);
  return resumed ? resumed.block : positionOf(ledger, request.getStartPosition());
};

/** Picks a chaincode's events, leaving out all up to those of the transaction to resume after. */
const matcher = (chaincode: string, after: string): ((event: peer.ChaincodeEvent) => boolean) => {
  let isPast = after === '';
  return (event) => {
    if (isPast) return event.getChaincodeId() === chaincode;
    isPast = event.getTxId() === after;
    return false;
  };
};

const matchingEvents = (
  ledger: ChannelLedger,
  number: number,
  isMatch: (event: peer.ChaincodeEvent) => boolean,
): peer.ChaincodeEvent[] => {
  const block = ledger.block(number);
  if (!block) return [];
  return transactionsOf(block)
    .filter(({ code }) => code === 0)
    .flatMap(({ events }) => events)
    .filter(isMatch);
};

/** `gateway.Gateway/ChaincodeEvents`: a chaincode's events of valid transactions, block by block, from a position on. */
export const chaincodeEvents = async (
  scope: GatewayScope,
  bytes: Uint8Array,
  stream: ServerWritableStream<Bytes, Bytes>,
): Promise<void> => {
  const signed = gateway.SignedChaincodeEventsRequest.deserializeBinary(bytes);
  if (signed.getRequest_asU8().length === 0) {
    throw new CallError(status.INVALID_ARGUMENT, 'a chaincode events request is required');
  }
  const request = gateway.ChaincodeEventsRequest.deserializeBinary(signed.getRequest_asU8());
  const ledger = authorisedLedger('gateway/ChaincodeEvents', scope, signed, request);
  const isMatch = matcher(request.getChaincodeId(), request.getAfterTransactionId());
  const source = blocksFrom(ledger, startOf(ledger, request));
  stopWith(source, stream);
  const owner = { mspId: scope.mspId, chaincode: request.getChaincodeId() };
  const forget = cuttable(scope.consortium.faults.streams, owner, source);
  try {
    for await (const number of source) {
      const events = matchingEvents(ledger, number, isMatch);
      if (events.length === 0) continue;
      const response = new gateway.ChaincodeEventsResponse();
      response.setBlockNumber(number);
      response.setEventsList(events);
      if (!stream.write(response.serializeBinary() as Bytes)) await drained(stream);
    }
  } finally {
    forget();
  }
};
