import { common, msp } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../src/config/channel-config';
import { blockHeaderDer } from '../../src/wire/hashes';
import { metadataOf } from './blocks';

/** By the number a SmartBFT orderer signs with. */
const consenters = (config: ChannelConfig): Map<number, Uint8Array> => {
  const value = config.config.getChannelGroup()!.getGroupsMap().get('Orderer')!.getValuesMap().get('Orderers');
  const list = value ? common.Orderers.deserializeBinary(value.getValue_asU8()).getConsenterMappingList() : [];
  return new Map(
    list.map((consenter) => {
      const identity = new msp.SerializedIdentity();
      identity.setMspid(consenter.getMspId());
      identity.setIdBytes(consenter.getIdentity_asU8());
      return [consenter.getId(), identity.serializeBinary()];
    }),
  );
};

/** The signatures under a block: who made each, and whether it holds. A signer of SmartBFT names itself by number. */
export const ordererSignatures = (
  block: common.Block,
  config: ChannelConfig,
): { mspId: string; role: string | undefined; isValid: boolean }[] => {
  const header = block.getHeader()!;
  const der = blockHeaderDer(header.getNumber(), header.getPreviousHash_asU8(), header.getDataHash_asU8());
  const metadata = common.Metadata.deserializeBinary(metadataOf(block, common.BlockMetadataIndex.SIGNATURES));
  const byNumber = consenters(config);
  return metadata.getSignaturesList().map((signature) => {
    const signatureHeader = signature.getSignatureHeader_asU8();
    const identifierHeader = signature.getIdentifierHeader_asU8();
    const creator =
      signatureHeader.length > 0
        ? common.SignatureHeader.deserializeBinary(signatureHeader).getCreator_asU8()
        : byNumber.get(common.IdentifierHeader.deserializeBinary(identifierHeader).getIdentifier())!;
    const signer = config.identity(creator);
    const message = Buffer.concat([
      metadata.getValue_asU8(),
      signatureHeader.length > 0 ? signatureHeader : identifierHeader,
      der,
    ]);
    return {
      mspId: signer.mspId,
      role: signer.role,
      isValid: signer.verify(message, signature.getSignature_asU8()),
    };
  });
};
