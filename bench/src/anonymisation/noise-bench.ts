import {
  ExactSampler,
  rational,
  releaseHistogram,
  SecureSource,
  type TupleTable,
} from '@rxledger/gateway/dist/anonymisation';
import { relativeError } from '@rxledger/gateway/dist/anonymisation/report/histogram-error';
import { figure, type Figure } from '../report';
import { median } from './median';
import { findOpenDp, type OpenDp } from './opendp';

const OURS = 1_000_000;
/** OpenDP takes more than ten times as long for each; its rate is the same for more. */
const THEIRS = 100_000;
const HISTOGRAMS = 101;
const YOUNGEST = 17;
const OLDEST = 90;

/** How many samples of exact noise a second one core draws, beside OpenDP where it is; they take turns. */
export async function benchNoise(report: (figure: Figure) => void, rounds: number): Promise<void> {
  const openDp = await findOpenDp();
  if (typeof openDp === 'string') process.stderr.write(`anonymisation: noise measured without OpenDP: ${openDp}\n`);
  for (const epsilon of [rational(1, 10), rational(1, 1)]) {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = -1; round < rounds; round++) {
      const mine = drawOurs(epsilon);
      const other = typeof openDp === 'string' ? undefined : await drawTheirs(openDp, epsilon);
      // The first round is the compilers'.
      if (round < 0) continue;
      ours.push(mine);
      if (other !== undefined) theirs.push(other);
    }
    const metric = `exact discrete Laplace, epsilon ${epsilon.numerator / epsilon.denominator}`;
    const reference = theirs.length > 0 ? { reference: median(theirs), goal: { atLeast: 30 } } : {};
    report(figure({ bench: 'anonymisation', metric, value: median(ours), unit: 'M/s', ...reference }));
  }
  if (typeof openDp !== 'string') openDp.close();
}

/** Millions of samples a second. */
function drawOurs(epsilon: ReturnType<typeof rational>): number {
  const sampler = new ExactSampler(new SecureSource());
  const noise = new Int32Array(OURS);
  const begun = performance.now();
  for (let draw = 0; draw < OURS; draw++) noise[draw] = sampler.discreteLaplace(epsilon);
  return OURS / 1e3 / (performance.now() - begun);
}

async function drawTheirs(openDp: OpenDp, { numerator, denominator }: ReturnType<typeof rational>): Promise<number> {
  return THEIRS / 1e6 / (await openDp.laplace(numerator / denominator, THEIRS));
}

/** How far a released histogram of ages at epsilon 1 is from the true one: the middle of many releases. */
export function benchHistogram({ columns, weights }: TupleTable, report: (figure: Figure) => void): void {
  const column = columns.find(({ name }) => name === 'age')!;
  const bins = Array.from({ length: OLDEST - YOUNGEST + 1 }, (_, at) => {
    const age = String(YOUNGEST + at);
    return { name: age, values: [age] };
  });
  const exact = bins.map(({ name }) =>
    weights.reduce((sum, rows, at) => (column.values[column.codes[at]!] === name ? sum + rows : sum), 0),
  );
  const sampler = new ExactSampler(new SecureSource());
  const errors = Array.from({ length: HISTOGRAMS }, () => {
    const { rows } = releaseHistogram(
      { columns: [{ column, bins }], counted: weights, epsilonMicro: 1_000_000 },
      sampler,
    );
    return relativeError(
      exact,
      rows.map((row) => Number(row.at(-1))),
    );
  });
  const metric = 'histogram of ADULT ages, epsilon 1, L1 error';
  report(figure({ bench: 'anonymisation', metric, value: 100 * median(errors), unit: '%', goal: { atMost: 0.5 } }));
}
