import { discreteLaplace } from '../anonymisation/noise/discrete-laplace';
import { classesAt } from '../anonymisation/release/classes';
import { expectedCover, type ExpectedCover } from '../anonymisation/release/expected-cover';
import type { Guarantee } from '../anonymisation/release/guarantee';
import type { Optimum } from '../anonymisation/search/optimum-question';
import { guaranteeOf } from '../releases/guarantee';
import { dpQuestion, histogramQuestion, type Find, type Making } from '../releases/make-release';
import { rehearse } from '../releases/rehearse';
import { hashOf, type Question } from '../releases/scheme';

/** What would come out of a plan. Computed on the raw data, with no noise: for the steward alone. */
export interface PlanFigures {
  readonly internal: true;
  readonly guarantee: Guarantee;
  /** SHA-256 under which the scheme stands on the ledger, once it is registered. */
  readonly scheme: string;
  /** Rows that are counted: one a patient. */
  readonly rows: number;
  readonly noise: { readonly standardDeviation: number; readonly meanError: number };
  readonly columns: readonly string[];
  readonly histogram?: HistogramFigures;
  readonly dp?: ExpectedCover;
  readonly paper?: PaperFigures;
  /** What a steward should think of before this is released. */
  readonly advice: readonly string[];
}

export interface HistogramFigures {
  readonly bins: number;
  /** Mean of the sum of all errors by the number of rows. */
  readonly expectedError: number;
}

export interface PaperFigures extends Pick<Optimum, 'loss' | 'suppressed' | 'classes'> {
  readonly levels: Readonly<Record<string, number>>;
  readonly metric: string;
}

/**
 * Everything is done that a release is made of, but for the noise: what a release would be refused for, this is refused for.
 * @throws AnonymisationError where rows, scheme and question do not fit
 */
export function planFigures(making: Making, find: Find): PlanFigures {
  const { table, scheme, question } = making;
  let optimum: Optimum | undefined;
  rehearse(making, (asked) => (optimum = find(asked)));
  const { standardDeviation, meanError } = discreteLaplace(Number(question.cost.microEpsilon));
  const ofMode = {
    ...(optimum === undefined ? {} : { paper: paperFigures(question, optimum) }),
    ...(question.mode === 'histogram' ? { histogram: histogramFigures(making) } : {}),
    ...(question.mode === 'dp' ? { dp: dpFigures(making) } : {}),
  };
  return {
    internal: true,
    guarantee: guaranteeOf(question),
    scheme: hashOf(scheme),
    rows: table.rows,
    noise: { standardDeviation, meanError },
    columns: [...question.columns, ...COUNTS[question.mode](scheme.sensitive?.column ?? '')],
    ...ofMode,
    advice: adviceOn(ofMode, question, table.rows),
  };
}

/** Part of the patients below which a table is hardly worth its price, and error above which a histogram is not. */
const LITTLE = 0.5;
const MUCH = 0.1;

function adviceOn(
  { dp, histogram }: Pick<PlanFigures, 'dp' | 'histogram'>,
  { cost }: Question,
  rows: number,
): readonly string[] {
  const isDeltaLarge = 10 * rows * Number(cost.picoDelta) > 1e12;
  return [
    ...(isDeltaLarge ? ['delta is more than one in ten times the number of patients: take less'] : []),
    ...(dp !== undefined && dp.covered < LITTLE
      ? ['most patients are in cells that will not be shown: release fewer columns, or at higher levels']
      : []),
    ...(histogram !== undefined && histogram.expectedError > MUCH
      ? ['there is much noise for so few patients: release fewer bins, or take more epsilon']
      : []),
  ];
}

/** What each mode counts. */
const COUNTS: Readonly<Record<Question['mode'], (sensitive: string) => readonly string[]>> = {
  histogram: () => ['count'],
  dp: (sensitive) => [`${sensitive}(Y)`, `${sensitive}(N)`],
  paper: (sensitive) => ['Number', `${sensitive}(Y)`],
};

function histogramFigures(making: Making): HistogramFigures {
  const { columns, epsilonMicro } = histogramQuestion(making);
  const bins = columns.reduce((product, column) => product * column.bins.length, 1);
  return { bins, expectedError: (bins * discreteLaplace(epsilonMicro).meanError) / making.table.rows };
}

function dpFigures(making: Making): ExpectedCover {
  const question = dpQuestion(making);
  return expectedCover(classesAt(question.data, question.hierarchies, question.levels), question);
}

function paperFigures({ columns, loss: metric = 'loss-geo' }: Question, optimum: Optimum): PaperFigures {
  const { levels, loss, suppressed, classes } = optimum;
  const named = Object.fromEntries(columns.map((name, at) => [name, levels[at]!]));
  return { levels: named, loss, metric, suppressed, classes };
}
