import { common, msp } from '@hyperledger/fabric-protos';

/** The groups of a channel's configuration in which a member's MSP stands: once as a user of the channel, once as an orderer. */
const SECTIONS = ['Application', 'Orderer'] as const;

interface MspPlace {
  readonly section: string;
  readonly group: string;
  readonly value: common.ConfigValue;
}

const fabricConfig = (value: common.ConfigValue): msp.FabricMSPConfig => {
  const config = msp.MSPConfig.deserializeBinary(value.getValue_asU8());
  return msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
};

const placesOf = (root: common.ConfigGroup, mspId: string): readonly MspPlace[] =>
  SECTIONS.flatMap((section) => {
    const groups = root.getGroupsMap().get(section)?.getGroupsMap().toArray() as [string, unknown][] | undefined;
    return (groups ?? []).flatMap(([group]) => {
      const value = root.getGroupsMap().get(section)!.getGroupsMap().get(group)!.getValuesMap().get('MSP');
      return value && fabricConfig(value).getName() === mspId ? [{ section, group, value }] : [];
    });
  });

/** The same MSP with these revocation lists, one version on. */
const withLists = (value: common.ConfigValue, lists: readonly string[]): common.ConfigValue => {
  const fabric = fabricConfig(value);
  fabric.setRevocationListList(lists.map((list) => Buffer.from(list)));
  const config = msp.MSPConfig.deserializeBinary(value.getValue_asU8());
  config.setConfig(fabric.serializeBinary());
  const changed = new common.ConfigValue();
  changed.setVersion(value.getVersion() + 1);
  changed.setModPolicy(value.getModPolicy());
  changed.setValue(config.serializeBinary());
  return changed;
};

/** A group with nothing but its version: what an update reads on the way to what it writes. */
export const bareGroup = (group: common.ConfigGroup): common.ConfigGroup => {
  const copy = new common.ConfigGroup();
  copy.setVersion(group.getVersion());
  return copy;
};

const pathTo = (
  root: common.ConfigGroup,
  into: common.ConfigGroup,
  { section, group }: MspPlace,
): common.ConfigGroup => {
  const parent = root.getGroupsMap().get(section)!;
  if (!into.getGroupsMap().has(section)) into.getGroupsMap().set(section, bareGroup(parent));
  const member = bareGroup(parent.getGroupsMap().get(group)!);
  into.getGroupsMap().get(section)!.getGroupsMap().set(group, member);
  return member;
};

/**
 * The update by which a member's certificates on these lists (PEM) stop being good on the channel: in both places where its
 * MSP stands, because a channel refuses two versions of one MSP. It names nothing else, so the member's own administrator
 * may sign it alone.
 * @throws RangeError where the channel has no such member
 */
export const revocationUpdate = (
  channel: string,
  config: common.Config,
  mspId: string,
  lists: readonly string[],
): common.ConfigUpdate => {
  const root = config.getChannelGroup()!;
  const places = placesOf(root, mspId);
  if (places.length === 0) throw new RangeError(`${mspId} is no member of channel ${channel}`);
  const read = bareGroup(root);
  const write = bareGroup(root);
  for (const place of places) {
    pathTo(root, read, place);
    pathTo(root, write, place).getValuesMap().set('MSP', withLists(place.value, lists));
  }
  const update = new common.ConfigUpdate();
  update.setChannelId(channel);
  update.setReadSet(read);
  update.setWriteSet(write);
  return update;
};
