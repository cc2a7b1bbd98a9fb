import { discreteLaplace } from '../noise/discrete-laplace';
import { expectedCover } from '../release/expected-cover';
import { sumReaches, threshold } from '../release/threshold';
import { svgFile, type Chart } from '../report/plot';

/** The epsilons that the guide speaks of. */
const EPSILONS = [0.1, 0.5, 1, 2];
const DELTA_PICO = 1_000_000;

const micro = (epsilon: number): number => Math.round(epsilon * 1e6);
const range = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);
const forEpsilons = (valuesAt: (epsilonMicro: number) => number[]): Chart['series'] =>
  EPSILONS.map((epsilon) => ({ name: `epsilon ${epsilon}`, values: valuesAt(micro(epsilon)) }));

function noise(): Chart {
  const errors = range(-20, 20);
  return {
    title: 'How likely a count is off by so many patients',
    kind: 'lines',
    labels: errors.map(String),
    series: forEpsilons((epsilonMicro) => errors.map(discreteLaplace(epsilonMicro).probability)),
  };
}

function shownBySize(): Chart {
  const sizes = range(0, 80);
  const k = 10;
  return {
    title: 'How likely a cell of the dp mode is shown, by the patients in it (k 10, delta 0.000001)',
    kind: 'lines',
    labels: sizes.map(String),
    series: forEpsilons((epsilonMicro) => {
      const tau = threshold(k, epsilonMicro, DELTA_PICO);
      return sizes.map((size) => (size < k ? 0 : sumReaches(epsilonMicro, tau - size)));
    }),
  };
}

/** The example of the guide: 10,000 patients in 500 cells, the second half as large as the first, the third a third of it, and so on. */
const CELLS = 500;
const PATIENTS = 10_000;

export function exampleCells(): { values: string[]; rows: number; positives: number }[] {
  const harmonic = range(1, CELLS).reduce((sum, rank) => sum + 1 / rank, 0);
  return range(1, CELLS).map((rank) => ({ values: [], rows: Math.round(PATIENTS / harmonic / rank), positives: 0 }));
}

function coveredByK(): Chart {
  const cells = exampleCells();
  const ks = range(2, 50, 2);
  const all = cells.reduce((sum, { rows }) => sum + rows, 0);
  const ofK = (k: number): number => cells.reduce((sum, { rows }) => sum + (rows >= k ? rows : 0), 0) / all;
  return {
    title: 'Part of the patients in cells that are shown, by k (10,000 patients in 500 cells)',
    kind: 'lines',
    labels: ks.map(String),
    series: [
      ...[0.5, 1, 2].map((epsilon) => ({
        name: `dp, epsilon ${epsilon}`,
        values: ks.map((k) => expectedCover(cells, { k, epsilonMicro: micro(epsilon), deltaPico: DELTA_PICO }).covered),
      })),
      { name: 'k alone', values: ks.map(ofK) },
    ],
  };
}

function attackersGuess(): Chart {
  const epsilons = range(0, 40).map((tenths) => tenths / 10);
  const sure = (before: number, epsilon: number): number => {
    const odds = (before / (1 - before)) * Math.exp(epsilon);
    return odds / (1 + odds);
  };
  return {
    title: 'How sure an attacker can become at most, who knows all other patients, by epsilon',
    kind: 'lines',
    labels: epsilons.map(String),
    series: [0.5, 0.1, 0.01].map((before) => ({
      name: `was sure of ${100 * before} %`,
      values: epsilons.map((epsilon) => sure(before, epsilon)),
    })),
  };
}

/** The pictures of the guide by the name of their file, drawn from the formulas that the engine itself uses. */
export const guidePictures = (): Readonly<Record<string, string>> => ({
  'noise.svg': svgFile(noise()),
  'shown-by-size.svg': svgFile(shownBySize()),
  'covered-by-k.svg': svgFile(coveredByK()),
  'attackers-guess.svg': svgFile(attackersGuess()),
});
