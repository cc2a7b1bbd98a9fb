import { decimal } from '../release/guarantee';
import { page } from '../report/page';
import type { Experiment } from './experiment';
import { besideTableIv, TABLE_IV } from './table-iv';

/** What could not be had from the paper, plainly. */
export const NOT_REPRODUCED = [
  'The paper names no k, epsilon, quasi-identifiers, suppression, metric, seed or number of runs. Those here are ours.',
  'Fig. 6 is known by its caption alone: the same kind of plot is made, its figures cannot be compared.',
  'Table IV has no definition of its two models. None that was tried gives its nine numbers; ours stand beside it, each with what it is.',
  'The paper calls its method differentially private. Class sizes and levels are exact functions of the data, so for presence it is not; what does hold is printed with the release.',
];

export function experimentPage(experiment: Experiment): string {
  const { parameters, histogram, errors, report, made, noiseAloneGain } = experiment;
  const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
  return page(
    'The paper’s experiment on ADULT',
    `k ${parameters.k}, suppression ${parameters.suppression}, epsilon ${decimal(parameters.epsilonMicro, 6)}; 30,162 people, ADULT (UCI, CC BY 4.0).`,
    [
      {
        title: 'Fig. 6: people with a spouse, by age',
        blocks: [
          {
            kind: 'chart',
            chart: {
              title: 'As they are, and as released',
              kind: 'lines',
              labels: histogram.ages.map(String),
              series: [
                { name: 'original', values: histogram.exact },
                { name: 'direct histogram', values: histogram.direct },
                { name: 'the paper’s method', values: histogram.paper },
              ],
            },
          },
          {
            kind: 'table',
            head: ['release', 'relative error over all ages'],
            rows: [
              ['direct histogram, differentially private', percent(errors.direct)],
              ['the paper’s method with age as the only quasi-identifier', percent(errors.ageAlone)],
              ['the paper’s method with eight, bands spread evenly over their ages', percent(errors.paper)],
            ],
          },
          {
            kind: 'text',
            text: 'Generalisation loses the histogram, not noise. Who wants a histogram should ask for one.',
          },
        ],
      },
      {
        title: 'Table IV, and what we measure',
        blocks: [
          {
            kind: 'table',
            head: ['as printed in the paper', 'model 1', 'model 2'],
            rows: TABLE_IV.map(({ method, model1, model2 }) => [method, model1.toFixed(5), model2.toFixed(5)]),
          },
          {
            kind: 'table',
            head: ['our definition', ...TABLE_IV.map(({ method }) => method)],
            rows: besideTableIv(report, noiseAloneGain).map(({ definition, values }) => [
              definition,
              ...values.map((value) => (Number.isNaN(value) ? 'no classes' : value.toFixed(5))),
            ]),
          },
        ],
      },
      {
        title: 'The release',
        blocks: [
          { kind: 'text', text: made.release.guarantee.words },
          {
            kind: 'table',
            head: ['', ''],
            rows: [
              ['classes', report.utility.classes],
              ['suppressed rows', report.utility.suppressed],
              ['loss-geo', report.utility.loss],
              ...Object.entries(report.levels).map(([name, level]): [string, number] => [`level of ${name}`, level]),
            ],
          },
        ],
      },
      {
        title: 'What could not be reproduced',
        blocks: NOT_REPRODUCED.map((text) => ({ kind: 'text' as const, text })),
      },
    ],
  );
}
