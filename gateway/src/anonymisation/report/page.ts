import { escaped, plot, type Chart } from './plot';

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'chart'; readonly chart: Chart }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly (string | number)[])[];
    };

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;margin:.6rem 0}
th,td{padding:.25rem .8rem .25rem 0;text-align:left;border-bottom:1px solid #ddd}td{font-variant-numeric:tabular-nums}
figure{margin:1rem 0}figcaption{font-weight:600}svg{width:100%;height:auto;font:11px system-ui,sans-serif}
.note{background:#fff4e5;padding:.6rem .9rem;border-left:4px solid #d1642c}`;

/** A page that stands by itself: no script, nothing loaded. */
export function page(title: string, note: string, sections: readonly Section[]): string {
  const body = sections.map((section) => `<h2>${escaped(section.title)}</h2>${section.blocks.map(block).join('')}`);
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head>` +
    `<body><h1>${escaped(title)}</h1><p class="note">${escaped(note)}</p>${body.join('')}</body></html>\n`
  );
}

function block(one: Block): string {
  if (one.kind === 'text') return `<p>${escaped(one.text)}</p>`;
  if (one.kind === 'chart') return plot(one.chart);
  const cells = (row: readonly (string | number)[], tag: 'th' | 'td'): string =>
    `<tr>${row.map((cell) => `<${tag}>${escaped(shown(cell))}</${tag}>`).join('')}</tr>`;
  return `<table>${cells(one.head, 'th')}${one.rows.map((row) => cells(row, 'td')).join('')}</table>`;
}

const shown = (cell: string | number): string =>
  typeof cell === 'string' || Number.isInteger(cell) ? String(cell) : cell.toFixed(4);
