import { common, discovery, msp } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../config/channel-config';

const mspOf = (group: common.ConfigGroup): msp.FabricMSPConfig | undefined => {
  const value = group.getValuesMap().get('MSP');
  if (!value) return undefined;
  const wrapped = msp.MSPConfig.deserializeBinary(value.getValue_asU8());
  return msp.FabricMSPConfig.deserializeBinary(wrapped.getConfig_asU8());
};

const endpointsOf = (group: common.ConfigGroup): discovery.Endpoints => {
  const endpoints = new discovery.Endpoints();
  const value = group.getValuesMap().get('Endpoints');
  const addresses = value ? common.OrdererAddresses.deserializeBinary(value.getValue_asU8()).getAddressesList() : [];
  for (const address of addresses) {
    const at = address.lastIndexOf(':');
    const endpoint = new discovery.Endpoint();
    endpoint.setHost(address.slice(0, at));
    endpoint.setPort(Number(address.slice(at + 1)));
    endpoints.addEndpoint(endpoint);
  }
  return endpoints;
};

/** What discovery tells of a channel's configuration: every MSP, and where each organisation's orderers are. */
export const configResult = ({ config }: ChannelConfig): discovery.ConfigResult => {
  const result = new discovery.ConfigResult();
  const groups = config.getChannelGroup()?.getGroupsMap();
  for (const kind of ['Orderer', 'Application']) {
    groups
      ?.get(kind)
      ?.getGroupsMap()
      .forEach((group: common.ConfigGroup) => {
        const membership = mspOf(group);
        if (!membership) return;
        const mspId = membership.getName();
        if (!result.getMspsMap().has(mspId)) result.getMspsMap().set(mspId, membership);
        if (kind === 'Orderer') result.getOrderersMap().set(mspId, endpointsOf(group));
      });
  }
  return result;
};
