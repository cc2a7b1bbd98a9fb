import { AnonymisationError } from '../anonymisation-error';
import type { Groups, GroupsDefinition } from './hierarchy-definition';

/** One row a value: the value, then the groups it is in, innermost first. */
export function groupRows(attribute: string, { groups }: GroupsDefinition): string[][] {
  const rows = [...walk(groups, [])];
  const depth = rows[0]?.length;
  const other = rows.find((row) => row.length !== depth);
  if (depth === undefined || other !== undefined) {
    const reason =
      other === undefined
        ? 'there are no values in its groups'
        : `${other[0]} is not as deep in groups as ${rows[0]![0]}`;
    throw new AnonymisationError('hierarchy-definition', `${attribute}: ${reason}`);
  }
  return rows;
}

function* walk(groups: Groups, above: readonly string[]): Generator<string[]> {
  for (const [name, inside] of Object.entries(groups)) {
    const path = [name, ...above];
    if (Array.isArray(inside)) for (const value of inside as readonly string[]) yield [value, ...path];
    else yield* walk(inside as Groups, path);
  }
}
