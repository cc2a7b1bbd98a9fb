import { codeRows } from './code-rows';
import { dateRows } from './date-rows';
import { groupRows } from './group-rows';
import { createHierarchy, type Hierarchy } from './hierarchy';
import type { HierarchyDefinition } from './hierarchy-definition';
import { intervalRows } from './interval-rows';
import { maskRows, prefixRows } from './mask-rows';

/** The last level of every hierarchy built here. */
export const ANY = '*';

/**
 * Builds an attribute's hierarchy.
 * @param values - the distinct values of the data; used by definitions that list no values themselves
 * @throws AnonymisationError for a definition that cannot be, or values it does not fit
 */
export function buildHierarchy(
  attribute: string,
  definition: HierarchyDefinition,
  values: readonly string[],
): Hierarchy {
  const rows = rowsOf(attribute, definition, values);
  return createHierarchy(
    attribute,
    rows.map((row) => [...row, ANY]),
  );
}

function rowsOf(attribute: string, definition: HierarchyDefinition, values: readonly string[]): string[][] {
  switch (definition.kind) {
    case 'interval':
      return intervalRows(attribute, definition);
    case 'prefix':
      return prefixRows(attribute, definition, values);
    case 'mask':
      return maskRows(definition, values);
    case 'date':
      return dateRows(attribute, definition, values);
    case 'atc':
    case 'icd-10':
      return codeRows(attribute, definition.kind, values);
    case 'groups':
      return groupRows(attribute, definition);
    case 'flat':
      return (definition.values ?? values).map((value) => [value]);
  }
}
