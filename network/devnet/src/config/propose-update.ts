import { common } from '@hyperledger/fabric-protos';
import type { Map as ProtoMap } from 'google-protobuf';
import { equalBytes } from '../wire/bytes';
import { ConfigError } from './errors';

/** A value or a policy: an element without members. */
type Leaf = common.ConfigValue | common.ConfigPolicy;

/** The parts of an update that concern the members of one kind in one group. */
interface Difference<T> {
  readonly read: Map<string, T>;
  readonly write: Map<string, T>;
  /** Members left as they are, to be named where the group's membership changes. */
  readonly same: Map<string, T>;
  /** True when a member came or went. */
  readonly isMembershipChanged: boolean;
}

interface GroupDifference {
  readonly read: common.ConfigGroup;
  readonly write: common.ConfigGroup;
  readonly isChanged: boolean;
}

const toMap = <T>(source: ProtoMap<string, T>): Map<string, T> => {
  const map = new Map<string, T>();
  source.forEach((content, name) => map.set(name, content));
  return map;
};

/** An element's bytes with its version put aside: versions are ours to count. */
const withoutVersion = (element: Leaf): Uint8Array => {
  const copy = element.clone();
  copy.setVersion(0);
  return copy.serializeBinary();
};

const atVersion = <T extends Leaf>(element: T, version: number): T => {
  const copy = element.clone() as T;
  copy.setVersion(version);
  return copy;
};

const differenceOfLeaves = <T extends Leaf>(
  original: Map<string, T>,
  wanted: Map<string, T>,
  create: () => T,
): Difference<T> => {
  const difference = { read: new Map<string, T>(), write: new Map<string, T>(), same: new Map<string, T>() };
  for (const [name, element] of wanted) {
    const before = original.get(name);
    if (!before) difference.write.set(name, atVersion(element, 0));
    else if (equalBytes(withoutVersion(before), withoutVersion(element))) {
      difference.same.set(name, atVersion(create(), before.getVersion()));
    } else difference.write.set(name, atVersion(element, before.getVersion() + 1));
  }
  return { ...difference, isMembershipChanged: !haveSameNames(original, wanted) };
};

const haveSameNames = (left: Map<string, unknown>, right: Map<string, unknown>): boolean =>
  left.size === right.size && [...left.keys()].every((name) => right.has(name));

const differenceOfGroups = (
  original: Map<string, common.ConfigGroup>,
  wanted: Map<string, common.ConfigGroup>,
): Difference<common.ConfigGroup> => {
  const read = new Map<string, common.ConfigGroup>();
  const write = new Map<string, common.ConfigGroup>();
  const same = new Map<string, common.ConfigGroup>();
  for (const [name, group] of wanted) {
    const before = original.get(name);
    const difference = differenceOfGroup(before ?? new common.ConfigGroup(), group);
    if (!before) {
      difference.write.setVersion(0);
      difference.write.setModPolicy(group.getModPolicy());
      write.set(name, difference.write);
    } else if (difference.isChanged) {
      read.set(name, difference.read);
      write.set(name, difference.write);
    } else same.set(name, difference.read);
  }
  return { read, write, same, isMembershipChanged: !haveSameNames(original, wanted) };
};

const differenceOfGroup = (original: common.ConfigGroup, wanted: common.ConfigGroup): GroupDifference => {
  const groups = differenceOfGroups(toMap(original.getGroupsMap()), toMap(wanted.getGroupsMap()));
  const values = differenceOfLeaves(
    toMap(original.getValuesMap()),
    toMap(wanted.getValuesMap()),
    () => new common.ConfigValue(),
  );
  const policies = differenceOfLeaves(
    toMap(original.getPoliciesMap()),
    toMap(wanted.getPoliciesMap()),
    () => new common.ConfigPolicy(),
  );
  const parts = [groups, values, policies];
  const isSelfChanged =
    parts.some(({ isMembershipChanged }) => isMembershipChanged) || original.getModPolicy() !== wanted.getModPolicy();
  const version = original.getVersion();
  const read = new common.ConfigGroup();
  const write = new common.ConfigGroup();
  read.setVersion(version);
  write.setVersion(isSelfChanged ? version + 1 : version);
  if (isSelfChanged) write.setModPolicy(wanted.getModPolicy());
  const put = <T>(part: Difference<T>, reads: ProtoMap<string, T>, writes: ProtoMap<string, T>): void => {
    // A group that changes names all its members, those it keeps at the version they have.
    const kept = isSelfChanged ? [...part.same] : [];
    for (const [name, element] of [...part.read, ...kept]) reads.set(name, element);
    for (const [name, element] of [...part.write, ...kept]) writes.set(name, element);
  };
  put(groups, read.getGroupsMap(), write.getGroupsMap());
  put(values, read.getValuesMap(), write.getValuesMap());
  put(policies, read.getPoliciesMap(), write.getPoliciesMap());
  return { read, write, isChanged: isSelfChanged || parts.some((part) => part.write.size > 0) };
};

/**
 * The update that makes `wanted` of `original`: the least read set and write set, as `configtxlator compute_update` has them. Versions in `wanted` are
 * of no account.
 * @throws ConfigError where they do not differ
 */
export const proposeConfigUpdate = (
  channel: string,
  original: common.Config,
  wanted: common.Config,
): common.ConfigUpdate => {
  const difference = differenceOfGroup(
    original.getChannelGroup() ?? new common.ConfigGroup(),
    wanted.getChannelGroup() ?? new common.ConfigGroup(),
  );
  if (!difference.isChanged) throw new ConfigError('no differences detected between original and updated config');
  const update = new common.ConfigUpdate();
  update.setChannelId(channel);
  update.setReadSet(difference.read);
  update.setWriteSet(difference.write);
  return update;
};
