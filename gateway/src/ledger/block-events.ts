import { common, peer } from '@hyperledger/fabric-protos';

/** Payloads of a chaincode's events in the answer of `qscc` `GetBlockByNumber`, by transaction id; whatever became of the transaction. */
export function chaincodeEventsIn(bytes: Uint8Array, chaincode: string): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const envelope of common.Block.deserializeBinary(bytes).getData()?.getDataList_asU8() ?? []) {
    const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
    const header = payload.getHeader()?.getChannelHeader_asU8();
    if (header === undefined) continue;
    const { type, txId } = common.ChannelHeader.deserializeBinary(header).toObject();
    if (type !== common.HeaderType.ENDORSER_TRANSACTION) continue;
    for (const action of peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList()) {
      const event = eventOf(action.getPayload_asU8());
      if (event?.getChaincodeId() === chaincode) found.set(txId, event.getPayload_asU8());
    }
  }
  return found;
}

function eventOf(actionPayload: Uint8Array): peer.ChaincodeEvent | undefined {
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(actionPayload).getAction();
  const response = endorsed?.getProposalResponsePayload_asU8();
  if (response === undefined) return undefined;
  const extension = peer.ProposalResponsePayload.deserializeBinary(response).getExtension_asU8();
  const event = peer.ChaincodeAction.deserializeBinary(extension).getEvents_asU8();
  return event.length === 0 ? undefined : peer.ChaincodeEvent.deserializeBinary(event);
}
