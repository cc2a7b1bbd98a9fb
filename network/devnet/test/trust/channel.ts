import { common } from '@hyperledger/fabric-protos';
import { createGenesisConfig } from '../../src/config/genesis';
import { loadChannelConfig, type LoadedConfig } from '../../src/config/load-config';
import type { TestOrganisation } from './organisation';

export const channelName = 'trial';

/** The first configuration of a channel of these organisations, all of which order. */
export const newChannel = (organisations: readonly TestOrganisation[]): LoadedConfig =>
  loadChannelConfig(
    channelName,
    createGenesisConfig({ channel: channelName, organisations: organisations.map(({ genesis }) => genesis) }),
  );

/** The group of a configuration at a path of names. */
export const groupAt = (config: common.Config, ...path: readonly string[]): common.ConfigGroup =>
  path.reduce((group, name) => group.getGroupsMap().get(name)!, config.getChannelGroup()!);
