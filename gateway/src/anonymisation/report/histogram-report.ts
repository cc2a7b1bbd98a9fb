import { discreteLaplace } from '../noise/discrete-laplace';
import { decimal, type Guarantee } from '../release/guarantee';
import { presenceRisk } from './attack-models';
import { relativeError } from './histogram-error';
import { page } from './page';

/** Utility of a histogram, and what is left of risk. It has exact counts: for the steward alone. */
export interface HistogramReport {
  readonly internal: true;
  readonly mode: 'histogram';
  readonly epsilonMicro: number;
  readonly risk: { readonly presence: number };
  readonly utility: {
    readonly rows: number;
    readonly bins: number;
    readonly emptyBins: number;
    /** Sum of all errors by the number of rows: of this release, and as it is to be expected. */
    readonly error: number;
    readonly expectedError: number;
    readonly largestError: number;
  };
  /** The first bins. */
  readonly counts: readonly { readonly bin: string; readonly exact: number; readonly released: number }[];
}

/** Bins in a report. */
const SHOWN = 200;

/** @param bins - in the order of the release */
export function histogramReport(bins: HistogramReport['counts'], guarantee: Guarantee): HistogramReport {
  const exact = bins.map((bin) => bin.exact);
  const released = bins.map((bin) => bin.released);
  const rows = exact.reduce((sum, count) => sum + count, 0);
  return {
    internal: true,
    mode: 'histogram',
    epsilonMicro: guarantee.epsilonMicro,
    risk: { presence: presenceRisk(guarantee) },
    utility: {
      rows,
      bins: bins.length,
      emptyBins: exact.filter((count) => count === 0).length,
      error: relativeError(exact, released),
      expectedError: (bins.length * discreteLaplace(guarantee.epsilonMicro).meanError) / rows,
      largestError: bins.reduce((worst, bin) => Math.max(worst, Math.abs(bin.exact - bin.released)), 0),
    },
    counts: bins.slice(0, SHOWN),
  };
}

export function histogramReportPage({ epsilonMicro, risk, utility, counts }: HistogramReport): string {
  return page(
    `Risk and utility: histogram, epsilon ${decimal(epsilonMicro, 6)}`,
    'Computed on the raw data: internal. Whoever has this page has exact counts that no noise protects.',
    [
      {
        title: 'What an attacker gains',
        blocks: [
          {
            kind: 'table',
            head: ['who knows all other patients', 'right'],
            rows: [['guesses whether the last one is in the data', risk.presence]],
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
              ['patients in the bins', utility.rows],
              ['bins', utility.bins],
              ['empty bins', utility.emptyBins],
              ['relative error of this release', utility.error],
              ['relative error to be expected', utility.expectedError],
              ['largest error of a bin', utility.largestError],
            ],
          },
          {
            kind: 'chart',
            chart: {
              title: `Counts, exact and released${utility.bins > counts.length ? `: the first ${counts.length} bins` : ''}`,
              kind: 'bars',
              labels: counts.map(({ bin }) => bin),
              series: [
                { name: 'exact', values: counts.map(({ exact }) => exact) },
                { name: 'released', values: counts.map(({ released }) => released) },
              ],
            },
          },
        ],
      },
    ],
  );
}
