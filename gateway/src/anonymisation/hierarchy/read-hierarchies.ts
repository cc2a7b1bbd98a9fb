import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Yaml from 'yaml';
import { AnonymisationError } from '../anonymisation-error';
import { readTextRows } from '../data/read-csv';
import type { Column } from '../data/tuple-table';
import { buildHierarchy } from './build-hierarchy';
import { createHierarchy, type Hierarchy } from './hierarchy';
import type { HierarchyDefinition } from './hierarchy-definition';

const KINDS: readonly HierarchyDefinition['kind'][] = [
  'interval',
  'prefix',
  'mask',
  'date',
  'atc',
  'icd-10',
  'groups',
  'flat',
];

/**
 * The hierarchy of each column from a folder: `NAME.yaml` or `NAME.json` with a definition, or `NAME.csv` with the
 * levels of each value, leaf first and without a header, as ARX writes it (a file named `..._hierarchy_NAME.csv` will do).
 * @throws AnonymisationError naming the file at fault
 */
export function readHierarchies(folder: string, columns: readonly Pick<Column, 'name' | 'values'>[]): Hierarchy[] {
  if (!existsSync(folder)) throw new AnonymisationError('unreadable', `there is no folder ${folder}`);
  const files = readdirSync(folder);
  return columns.map(({ name, values }) => {
    const definition = files.find((file) => ['.yaml', '.yml', '.json'].some((ending) => file === name + ending));
    if (definition !== undefined) return buildHierarchy(name, readDefinition(join(folder, definition)), values);
    const table = files.find((file) => file === `${name}.csv` || file.endsWith(`_hierarchy_${name}.csv`));
    if (table !== undefined) return createHierarchy(name, readTextRows(readFileSync(join(folder, table))));
    throw new AnonymisationError('hierarchy-definition', `${folder} has neither ${name}.yaml nor ${name}.csv`);
  });
}

function readDefinition(file: string): HierarchyDefinition {
  const definition: unknown = readYaml(file);
  const kind =
    typeof definition === 'object' && definition !== null && 'kind' in definition ? definition.kind : undefined;
  if (!KINDS.includes(kind as HierarchyDefinition['kind'])) {
    throw new AnonymisationError('hierarchy-definition', `${file} has none of the kinds ${KINDS.join(', ')}`);
  }
  return definition as HierarchyDefinition;
}

function readYaml(file: string): unknown {
  // Loaded where there is a definition to read: its seventy files are a good part of a cold start.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parse } = require('yaml') as typeof Yaml;
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AnonymisationError('hierarchy-definition', `${file} is no YAML`, { cause });
  }
}
