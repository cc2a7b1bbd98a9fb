import { decimal } from '../release/guarantee';
import type { KnownPersonRisk } from './attack-models';
import type { Report } from './report';
import { page } from './page';

/** A report as a page for the steward. */
export function reportPage(report: Report): string {
  const { risk, utility, classSizes, k, epsilonMicro, levels } = report;
  const { raw, kAnonymity, both } = risk.knownPerson;
  return page(
    `Risk and utility: ${report.mode}, k ${k}, epsilon ${decimal(epsilonMicro, 6)}`,
    'Computed on the raw data: internal. Whoever has this page has exact counts that no noise protects.',
    [
      {
        title: 'What an attacker gains',
        blocks: [
          {
            kind: 'table',
            head: [
              'who knows the quasi-identifiers and that the person is in',
              'raw data',
              'k-anonymity',
              'with noise',
            ],
            rows: [
              [
                'links the person to its row, mean',
                raw.linkage.average,
                kAnonymity.linkage.average,
                both.linkage.average,
              ],
              [
                'links the person to its row, worst',
                raw.linkage.highest,
                kAnonymity.linkage.highest,
                both.linkage.highest,
              ],
              [
                'guesses the sensitive value, above the base rate',
                raw.attributeGain,
                kAnonymity.attributeGain,
                both.attributeGain,
              ],
              [
                'of that, because the person took part',
                raw.participationGain,
                kAnonymity.participationGain,
                both.participationGain,
              ],
              ['rows in a class of one sensitive value', raw.homogeneity, kAnonymity.homogeneity, both.homogeneity],
              ['knows all others of the class as well: right', 1, risk.allButOne.kAnonymity, risk.allButOne.both],
              ['knows all others, and guesses whether the person is in: right', 1, 1, risk.presence],
            ],
          },
          {
            kind: 'chart',
            chart: {
              title: 'What an attacker gains who knows the quasi-identifiers',
              kind: 'bars',
              labels: ['linkage, mean', 'sensitive value, above the base rate', 'of that, by taking part'],
              series: [
                { name: 'raw data', values: gains(raw) },
                { name: 'k-anonymity', values: gains(kAnonymity) },
                { name: 'with noise', values: gains(both) },
              ],
            },
          },
          {
            kind: 'text',
            text: 'Generalisation keeps a row from being linked, noise keeps one person’s value from being subtracted out. Neither keeps anybody from learning what is true of a whole class.',
          },
          {
            kind: 'table',
            head: ['re-identification', 'highest', `rows above ${(1 / (2 * k)).toFixed(3)}`],
            rows: [
              ['prosecutor', risk.reidentification.prosecutor.highest, risk.reidentification.prosecutor.atRisk],
              ['journalist', risk.reidentification.journalist.highest, risk.reidentification.journalist.atRisk],
              ['marketer', risk.reidentification.marketer, ''],
            ],
          },
        ],
      },
      {
        title: 'What is left for research',
        blocks: [
          {
            kind: 'table',
            head: ['', ''],
            rows: [
              [utility.metric, utility.loss],
              ['classes', utility.classes],
              ['rows', utility.rows],
              ['suppressed rows', utility.suppressed],
              ['covered', utility.covered],
              ['relative error of the sensitive counts', utility.countError],
              ...Object.entries(levels).map(([name, level]): [string, number] => [`level of ${name}`, level]),
            ],
          },
          {
            kind: 'chart',
            chart: {
              title: 'Classes by size',
              kind: 'bars',
              labels: classSizes.map(({ from }) => `${from}+`),
              series: [{ name: 'classes', values: classSizes.map(({ classes }) => classes) }],
            },
          },
        ],
      },
    ],
  );
}

const gains = ({ linkage, attributeGain, participationGain }: KnownPersonRisk): number[] => [
  linkage.average,
  attributeGain,
  participationGain,
];
