/** One measured figure beside what it is held against. */
export interface Figure {
  readonly bench: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, measured in the same run. */
  readonly reference?: number;
  /** `value / reference`. */
  readonly ratio?: number;
  /** As `<= 10` or `>= 0.9`: of the ratio where there is one, else of the value. */
  readonly goal?: string;
  readonly met?: boolean;
}

export type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** Completes a figure: ratio, goal in words, met or not. */
export function figure(
  fields: Pick<Figure, 'bench' | 'metric' | 'value' | 'unit'> & { readonly reference?: number; readonly goal?: Goal },
): Figure {
  const { goal, reference, ...rest } = fields;
  const ratio = reference === undefined ? undefined : rest.value / reference;
  const judged = ratio ?? rest.value;
  return {
    ...rest,
    ...(reference === undefined ? {} : { reference }),
    ...(ratio === undefined ? {} : { ratio }),
    ...(goal === undefined ? {} : judge(goal, judged)),
  };
}

function judge(goal: Goal, value: number): { goal: string; met: boolean } {
  return 'atMost' in goal
    ? { goal: `<= ${goal.atMost}`, met: value <= goal.atMost }
    : { goal: `>= ${goal.atLeast}`, met: value >= goal.atLeast };
}

/** Prints figures as they come: one JSON object a line, or rows of a table. */
export function createReporter(out: NodeJS.WritableStream, isJson: boolean): (figure: Figure) => void {
  if (isJson) return (entry) => void out.write(`${JSON.stringify(entry)}\n`);
  out.write(`${row(['bench', 'metric', 'value', 'unit', 'reference', 'ratio', 'goal', 'met'])}\n`);
  return (entry) =>
    void out.write(
      `${row([
        entry.bench,
        entry.metric,
        short(entry.value),
        entry.unit,
        entry.reference === undefined ? '' : short(entry.reference),
        entry.ratio === undefined ? '' : entry.ratio.toFixed(2),
        entry.goal ?? '',
        entry.met === undefined ? '' : entry.met ? 'yes' : 'NO',
      ])}\n`,
    );
}

const WIDTHS = [26, 44, 10, 8, 10, 7, 9, 4];

const row = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0))
    .join(' ')
    .trimEnd();

const short = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
