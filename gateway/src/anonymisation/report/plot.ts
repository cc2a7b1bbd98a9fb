/** One series of a bar or line chart. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

export interface Chart {
  readonly title: string;
  /** One a value. */
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly kind: 'bars' | 'lines';
}

const WIDTH = 860;
const HEIGHT = 300;
const LEFT = 56;
const BOTTOM = 40;
const TOP = 12;
const COLOURS = ['#1b5e9b', '#d1642c', '#3f8f52', '#8a4fa3'];

/** A chart as a figure of a page: nothing is loaded from anywhere. */
export const plot = (chart: Chart): string =>
  `<figure><figcaption>${escaped(chart.title)}</figcaption>` +
  `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(chart.title)}">${elements(chart).join('')}</svg></figure>`;

/** A chart as a file, an element a line. */
export const svgFile = (chart: Chart): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="11">`,
    `<title>${escaped(chart.title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...elements(chart),
    '</svg>',
    '',
  ].join('\n');

function elements({ labels, series, kind }: Chart): string[] {
  const most = Math.max(1e-12, ...series.flatMap(({ values }) => values));
  const x = (at: number): number => LEFT + ((WIDTH - LEFT) * (at + 0.5)) / labels.length;
  const y = (value: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - Math.max(0, value) / most);
  const drawn = series.map(({ values }, index) =>
    kind === 'bars' ? bars(values, index, series.length, x, y, labels.length) : line(values, index, x, y),
  );
  const step = Math.ceil(labels.length / 16);
  const named = labels.map((label, at) =>
    at % step === 0
      ? `<text x="${round(x(at))}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${escaped(label)}</text>`
      : '',
  );
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const height = round(y(most * part));
    return (
      `<line x1="${LEFT}" x2="${WIDTH}" y1="${height}" y2="${height}" stroke="#ddd"/>` +
      `<text x="${LEFT - 6}" y="${height + 4}" text-anchor="end">${tick(most * part)}</text>`
    );
  });
  const legend = series.map(
    ({ name }, index) =>
      `<rect x="${LEFT + 190 * index}" y="${HEIGHT - 14}" width="10" height="10" fill="${colour(index)}"/>` +
      `<text x="${LEFT + 190 * index + 15}" y="${HEIGHT - 5}">${escaped(name)}</text>`,
  );
  return [...grid, ...drawn, ...named, ...legend].filter((element) => element !== '');
}

function bars(
  values: readonly number[],
  index: number,
  of: number,
  x: (at: number) => number,
  y: (value: number) => number,
  count: number,
): string {
  const width = (0.8 * (WIDTH - LEFT)) / count / of;
  return values
    .map((value, at) => {
      const left = round(x(at) - (width * of) / 2 + width * index);
      const height = round(y(0) - y(value));
      return `<rect x="${left}" y="${round(y(value))}" width="${round(width)}" height="${height}" fill="${colour(index)}"/>`;
    })
    .join('');
}

function line(
  values: readonly number[],
  index: number,
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  const points = values.map((value, at) => `${round(x(at))},${round(y(value))}`).join(' ');
  return `<polyline points="${points}" fill="none" stroke="${colour(index)}" stroke-width="1.6"/>`;
}

const colour = (index: number): string => COLOURS[index % COLOURS.length]!;
const round = (value: number): number => Math.round(value * 10) / 10;
const tick = (value: number): string => (value >= 10 ? value.toFixed(0) : String(Number(value.toPrecision(2))));

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
