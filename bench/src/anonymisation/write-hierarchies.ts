import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildHierarchy } from '@rxledger/gateway/dist/anonymisation';
import { ADULT_HIERARCHIES } from '@rxledger/gateway/dist/anonymisation/paper/adult-hierarchies';

/** Writes the hierarchies of some attributes as tables that both engines read: leaf first, then its level by level. */
export function writeHierarchies(folder: string, attributes: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  for (const name of attributes) {
    const { leaves, levels } = buildHierarchy(name, ADULT_HIERARCHIES[name]!, []);
    const rows = leaves.map((_, leaf) => levels.map(({ ofLeaf, values }) => values[ofLeaf[leaf]!]!).join(';'));
    writeFileSync(join(folder, `${name}.csv`), `${rows.join('\n')}\n`);
  }
}
