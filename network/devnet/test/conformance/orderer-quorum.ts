import { common, orderer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../src/config/channel-config';

/** How many orderers must sign a block: with SmartBFT more than two thirds of the consenters, else one. */
export const ordererQuorum = ({ config }: ChannelConfig): number => {
  const values = config.getChannelGroup()!.getGroupsMap().get('Orderer')!.getValuesMap();
  const type = orderer.ConsensusType.deserializeBinary(values.get('ConsensusType')!.getValue_asU8()).getType();
  if (type !== 'BFT') return 1;
  const consenters = common.Orderers.deserializeBinary(values.get('Orderers')!.getValue_asU8());
  const count = consenters.getConsenterMappingList().length;
  const faulty = Math.floor((count - 1) / 3);
  return Math.ceil((count + faulty + 1) / 2);
};
