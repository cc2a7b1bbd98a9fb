import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `RENEW_DOCS=1` writes the tables instead of comparing them. */
const isRenewed = process.env['RENEW_DOCS'] === '1';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table in Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** The text between the marks of a table in a page of the documentation; `wanted` itself where tables are renewed. */
export function inPage(page: string, name: string, wanted: string): string {
  const file = join(__dirname, '../../../docs', page);
  const text = readFileSync(file, 'utf8');
  const marks = new RegExp(`(<!-- table: ${name} -->\n\n)([\\s\\S]*?)(\n\n<!-- end of table -->)`);
  const found = marks.exec(text);
  if (found === null) throw new Error(`${page} has no table ${name}`);
  if (!isRenewed) return found[2]!;
  writeFileSync(
    file,
    text.replace(marks, (_all, before: string, _old, after: string) => before + wanted + after),
  );
  return wanted;
}
