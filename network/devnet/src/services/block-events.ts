import { common, peer } from '@hyperledger/fabric-protos';

/** One envelope of a block, as far as clients are told about it without the whole. */
export interface BlockTransaction {
  readonly channel: string;
  readonly transactionId: string;
  /** `common.HeaderType` */
  readonly type: number;
  /** `peer.TxValidationCode` */
  readonly code: number;
  /** Of the transaction's actions that set one; present on invalid transactions too. */
  readonly events: readonly peer.ChaincodeEvent[];
}

const eventsOf = (data: Uint8Array): peer.ChaincodeEvent[] =>
  peer.Transaction.deserializeBinary(data)
    .getActionsList()
    .flatMap((action) => {
      const endorsed = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()).getAction();
      if (!endorsed) return [];
      const payload = peer.ProposalResponsePayload.deserializeBinary(endorsed.getProposalResponsePayload_asU8());
      const bytes = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8()).getEvents_asU8();
      return bytes.length > 0 ? [peer.ChaincodeEvent.deserializeBinary(bytes)] : [];
    });

const readable = <T>(read: () => T, otherwise: T): T => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};

const transactionOf = (envelope: Uint8Array, code: number): BlockTransaction => {
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  const type = header.getType();
  const isEndorsed = type === common.HeaderType.ENDORSER_TRANSACTION;
  return {
    channel: header.getChannelId(),
    transactionId: header.getTxId(),
    type,
    code,
    events: isEndorsed ? readable(() => eventsOf(payload.getData_asU8()), []) : [],
  };
};

/** What stands in a block, one entry an envelope that can be read. */
export const transactionsOf = (block: common.Block): BlockTransaction[] => {
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  return (block.getData()?.getDataList_asU8() ?? []).flatMap((envelope, index) => {
    const transaction = readable(() => transactionOf(envelope, codes?.[index] ?? 0), undefined);
    return transaction ? [transaction] : [];
  });
};
