import { isExpected, type Row } from './stage';

/** Tells the stories to whoever watches. */
export interface Narrator {
  say(text: string): void;
  story(title: string, lead: string): void;
  step(row: Row): void;
  table(rows: readonly Row[]): void;
}

/** Plain text for a terminal; colours only where the stream is one. */
export function createTerminalNarrator(out: NodeJS.WriteStream): Narrator {
  const isColoured = out.isTTY && process.env['NO_COLOR'] === undefined;
  const paint = (code: number, text: string): string => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : text);
  const line = (text = ''): void => {
    out.write(`${text}\n`);
  };
  return {
    say: line,
    story(title, lead) {
      line();
      line(paint(1, title));
      line(paint(2, lead));
    },
    step(row) {
      const mark = isExpected(row) ? paint(32, '✓') : paint(31, '✗');
      const detail = [...(row.block === undefined ? [] : [`block ${row.block}`]), `${row.milliseconds.toFixed(0)} ms`];
      const told = isExpected(row) ? row.outcome : `${row.outcome}, expected ${row.expected}`;
      line(`  ${mark} ${row.who} ${row.what} → ${told}  ${paint(2, detail.join(', '))}`);
    },
    table(rows) {
      line();
      for (const text of tableOf(rows)) line(text);
    },
  };
}

/** One JSON object a step, for programs. */
export function createJsonNarrator(out: NodeJS.WritableStream): Narrator {
  return {
    say: () => undefined,
    story: () => undefined,
    step: (row) => {
      out.write(`${JSON.stringify({ ...row, isExpected: isExpected(row) })}\n`);
    },
    table: () => undefined,
  };
}

const COLUMNS: readonly { readonly title: string; readonly of: (row: Row) => string; readonly isNumber?: true }[] = [
  { title: 'who', of: (row) => row.who },
  { title: 'did', of: (row) => row.what },
  { title: 'outcome', of: (row) => (isExpected(row) ? row.outcome : `${row.outcome} (!) not ${row.expected}`) },
  { title: 'block', of: (row) => row.block?.toString() ?? '', isNumber: true },
  { title: 'endorsed by', of: (row) => row.endorsers.map((mspId) => mspId.replace(/MSP$/, '')).join(' + ') },
  { title: 'ms', of: (row) => row.milliseconds.toFixed(0), isNumber: true },
];

/** The rows as lines of a table, stories as its sections. */
export function tableOf(rows: readonly Row[]): readonly string[] {
  const widths = COLUMNS.map(({ title, of }) => Math.max(title.length, ...rows.map((row) => of(row).length)));
  const format = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (COLUMNS[i]?.isNumber ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const lines = [format(COLUMNS.map(({ title }) => title)), widths.map((width) => '-'.repeat(width)).join('  ')];
  let story = '';
  for (const row of rows) {
    if (row.story !== story) lines.push(`# ${(story = row.story)}`);
    lines.push(format(COLUMNS.map(({ of }) => of(row))));
  }
  return lines;
}
