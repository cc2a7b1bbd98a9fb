import { common } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger';

const isConfigBlock = (block: common.Block): boolean => {
  const data = block.getData()?.getDataList_asU8() ?? [];
  if (data.length !== 1) return false;
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(data[0]!).getPayload_asU8());
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  return header.getType() === common.HeaderType.CONFIG;
};

/** Number of the block that its orderer's signature names as the last with a configuration. */
const namedBy = (block: common.Block): number | undefined => {
  const metadata = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.SIGNATURES];
  if (!metadata || metadata.length === 0) return undefined;
  const value = common.Metadata.deserializeBinary(metadata).getValue_asU8();
  return common.OrdererBlockMetadata.deserializeBinary(value).getLastConfig()?.getIndex();
};

/** The block that carries the configuration in force. */
export const lastConfigBlock = (ledger: ChannelLedger): common.Block | undefined => {
  const last = ledger.block(ledger.height() - 1);
  if (!last || isConfigBlock(last)) return last;
  return ledger.block(namedBy(last) ?? 0);
};
