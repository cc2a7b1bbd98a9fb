import type { Hierarchy } from './hierarchy';
import type { FlatDefinition, Groups, GroupsDefinition } from './hierarchy-definition';

/**
 * A hierarchy that was given as a table, such as ARX writes, as a definition: what the scheme of a data set can hold.
 * The same levels come of it; the last one is called `*`.
 */
export function definitionOf({ leaves, levels }: Hierarchy): FlatDefinition | GroupsDefinition {
  if (levels.length <= 2) return { kind: 'flat', values: leaves };
  const groups: Nested = new Map();
  leaves.forEach((leaf, at) => {
    const path = levels.slice(1, -1).map(({ values, ofLeaf }) => values[ofLeaf[at]!]!);
    put(groups, path.toReversed(), leaf);
  });
  return { kind: 'groups', groups: asGroups(groups) };
}

type Nested = Map<string, Nested | string[]>;

function put(groups: Nested, [name, ...rest]: readonly string[], leaf: string): void {
  if (rest.length === 0) {
    groups.set(name!, [...((groups.get(name!) as string[] | undefined) ?? []), leaf]);
    return;
  }
  const inside = (groups.get(name!) as Nested | undefined) ?? (new Map() as Nested);
  groups.set(name!, inside);
  put(inside, rest, leaf);
}

const asGroups = (groups: Nested): Groups =>
  Object.fromEntries([...groups].map(([name, inside]) => [name, inside instanceof Map ? asGroups(inside) : inside]));
