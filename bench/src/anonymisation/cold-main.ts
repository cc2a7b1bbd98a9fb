import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from '@rxledger/gateway/dist/anonymisation/data/read-csv';
import type { Hierarchy } from '@rxledger/gateway/dist/anonymisation/hierarchy/hierarchy';
import { readHierarchies } from '@rxledger/gateway/dist/anonymisation/hierarchy/read-hierarchies';
import { findOptimum } from '@rxledger/gateway/dist/anonymisation/search/find-optimum';
import type { Loss } from '@rxledger/gateway/dist/anonymisation/search/loss';

/** One case in a process of its own, as ARX has it: files in, the optimum, and every row generalised into a file. */
const [folder, oneCase, output] = process.argv.slice(2) as [string, string, string];
const [k, suppression, loss, names] = oneCase.split(':') as [string, string, string, string];
const table = readCsv(readFileSync(join(folder, 'adult.csv')), { columns: names.split(',') });
const hierarchies = readHierarchies(folder, table.columns);
const { levels } = findOptimum({ table, hierarchies, k: Number(k), suppression, loss: loss as Loss });
writeFileSync(output, lines().join(''));

/** A row in a class of less than k is all stars, as ARX writes it. */
function lines(): string[] {
  const columns = table.columns.map(({ values, codes }, at) => {
    const generalised = generalise(hierarchies[at]!, levels[at]!, values);
    return Array.from(codes, (code) => generalised[code]!);
  });
  const rows = Array.from(table.weights, (_, row) => {
    let line = columns[0]![row]!;
    for (let at = 1; at < columns.length; at++) line += `;${columns[at]![row]!}`;
    return `${line}\n`;
  });
  const sizes = new Map<string, number>();
  for (const row of rows) sizes.set(row, (sizes.get(row) ?? 0) + 1);
  const suppressed = `${columns.map(() => '*').join(';')}\n`;
  return [`${names.replaceAll(',', ';')}\n`, ...rows.map((row) => (sizes.get(row)! < Number(k) ? suppressed : row))];
}

function generalise({ leaves, levels: all }: Hierarchy, level: number, values: readonly string[]): string[] {
  const { ofLeaf, values: names } = all[level]!;
  const named = new Map(leaves.map((leaf, at) => [leaf, names[ofLeaf[at]!]!]));
  return values.map((value) => named.get(value)!);
}
