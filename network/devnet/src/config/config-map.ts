import type { common } from '@hyperledger/fabric-protos';
import { ConfigError } from './errors';

/** Any element of a configuration: a group, or a value or a policy in one. */
export type ConfigElement =
  | { readonly kind: 'Group'; readonly content: common.ConfigGroup; readonly path: readonly string[] }
  | { readonly kind: 'Value'; readonly content: common.ConfigValue; readonly path: readonly string[] }
  | { readonly kind: 'Policy'; readonly content: common.ConfigPolicy; readonly path: readonly string[] };

/** Elements by the name Fabric gives them in errors, as `[Group]  /Channel/Application`. */
export type ConfigMap = Map<string, ConfigElement>;

export const rootName = 'Channel';

const labels = { Group: '[Group]  ', Value: '[Value]  ', Policy: '[Policy] ' } as const;

const longestName = 249;

/** @throws ConfigError where a name cannot be a part of a path */
export const checkName = (name: string): void => {
  if (name === '') throw new ConfigError('config ID illegal, cannot be empty');
  if (name.length > longestName) throw new ConfigError(`config ID illegal, cannot be longer than ${longestName}`);
  if (name === '.' || name === '..') throw new ConfigError(`name '${name}' for config ID is not allowed`);
  if (!/^[a-zA-Z0-9.-]+$/.test(name)) {
    throw new ConfigError(`config ID '${name}' contains illegal characters`);
  }
};

/** Key of an element at `path`, its own name last. */
export const elementKey = (kind: ConfigElement['kind'], path: readonly string[]): string =>
  `${labels[kind]}/${path.join('/')}`;

const add = (map: ConfigMap, element: ConfigElement): void => {
  checkName(element.path.at(-1) ?? '');
  map.set(elementKey(element.kind, element.path), element);
};

const addGroup = (map: ConfigMap, content: common.ConfigGroup, path: readonly string[]): void => {
  add(map, { kind: 'Group', content, path });
  content.getGroupsMap().forEach((group, name) => addGroup(map, group, [...path, name]));
  content.getValuesMap().forEach((value, name) => add(map, { kind: 'Value', content: value, path: [...path, name] }));
  content
    .getPoliciesMap()
    .forEach((policy, name) => add(map, { kind: 'Policy', content: policy, path: [...path, name] }));
};

/**
 * Lays a tree of groups out flat; nothing for no tree.
 * @throws ConfigError where a name is illegal
 */
export const mapConfig = (root: common.ConfigGroup | undefined): ConfigMap => {
  const map: ConfigMap = new Map();
  if (root) addGroup(map, root, [rootName]);
  return map;
};

type ContentOf<K extends ConfigElement['kind']> = Extract<ConfigElement, { kind: K }>['content'];

const taken = <K extends ConfigElement['kind']>(map: ConfigMap, kind: K, path: readonly string[]): ContentOf<K> => {
  const element = map.get(elementKey(kind, path));
  if (!element) throw new ConfigError(`missing ${kind.toLowerCase()} at path: ${elementKey(kind, path)}`);
  // The key says the kind.
  const content: unknown = element.content.clone();
  return content as ContentOf<K>;
};

/** Channels made by the first versions of Fabric have elements nobody may change; where capabilities are set, administrators may. */
const fillModPolicies = (group: common.ConfigGroup): void => {
  const fill = (element: { getModPolicy(): string; setModPolicy(name: string): void }): void => {
    if (element.getModPolicy() === '') element.setModPolicy('Admins');
  };
  fill(group);
  group.getValuesMap().forEach(fill);
  group.getPoliciesMap().forEach(fill);
};

/**
 * Puts the tree together again. A group of the map names its members; what they are, the map says for each.
 * @throws ConfigError where a member is missing
 */
export const unmapConfig = (map: ConfigMap, path: readonly string[] = [rootName]): common.ConfigGroup => {
  const group = taken(map, 'Group', path);
  const members = (names: { forEach(visit: (content: unknown, name: string) => void): void }): string[] => {
    const found: string[] = [];
    names.forEach((_, name) => found.push(name));
    return found;
  };
  for (const name of members(group.getGroupsMap())) group.getGroupsMap().set(name, unmapConfig(map, [...path, name]));
  for (const name of members(group.getValuesMap())) {
    group.getValuesMap().set(name, taken(map, 'Value', [...path, name]));
  }
  for (const name of members(group.getPoliciesMap())) {
    group.getPoliciesMap().set(name, taken(map, 'Policy', [...path, name]));
  }
  if (map.has(elementKey('Value', [rootName, 'Orderer', 'Capabilities']))) fillModPolicies(group);
  return group;
};
