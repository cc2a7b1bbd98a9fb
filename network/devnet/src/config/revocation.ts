import { common, msp } from '@hyperledger/fabric-protos';
import { decode } from '../wire/protobuf';

/** The organisation's MSP value in a group, with other revocation lists; undefined where the group is another organisation's. */
const withLists = (group: common.ConfigGroup, mspId: string, lists: readonly Uint8Array[]): Uint8Array | undefined => {
  const value = group.getValuesMap().get('MSP');
  if (!value) return undefined;
  const config = decode(msp.MSPConfig, value.getValue_asU8());
  const fabric = decode(msp.FabricMSPConfig, config.getConfig_asU8());
  if (fabric.getName() !== mspId) return undefined;
  fabric.setRevocationListList([...lists]);
  config.setConfig(fabric.serializeBinary());
  return config.serializeBinary();
};

/**
 * A copy of the configuration in which an organisation's MSP carries these revocation lists (DER or PEM) in place of those it had, everywhere it
 * stands: as a member and as an orderer. A configuration in which the two differ is refused.
 */
export const withRevocationLists = (
  config: common.Config,
  mspId: string,
  lists: readonly Uint8Array[],
): common.Config => {
  const copy = config.clone();
  copy
    .getChannelGroup()
    ?.getGroupsMap()
    .forEach((part) =>
      part.getGroupsMap().forEach((group) => {
        const value = withLists(group, mspId, lists);
        if (value) group.getValuesMap().get('MSP')?.setValue(value);
      }),
    );
  return copy;
};
