import { resolve } from 'node:path';
import { SeededSource } from '../../../test/seeded-source';
import { ExactSampler } from '../noise/exact-sampler';
import { adultFolder, adultHierarchies, readAdult, REFERENCE_SETS } from '../paper/adult-data';
import { classesAt } from '../release/classes';
import { releaseAsPaper } from '../release/paper-release';
import { divide } from '../release/sensitive-table';
import { allButOneRisk, knownPersonRisk, reidentificationRisk } from './attack-models';
import { relativeError, spread } from './histogram-error';
import { reportOn } from './report';
import { reportPage } from './report-page';

const of = (rows: number, positives: number) => ({ values: [], rows, positives });

describe('risk', () => {
  it('of linkage is one in the class, on average and at worst', () => {
    const { linkage } = knownPersonRisk({ classes: [of(5, 1), of(15, 2)], rows: 20, positives: 3 });
    expect(linkage).toEqual({ average: 2 / 20, highest: 1 / 5 });
  });

  it('of the sensitive value is what the class says beyond what the table says', () => {
    const classes = [of(10, 9), of(10, 1)];
    const risk = knownPersonRisk({ classes, rows: 20, positives: 10 });
    expect(risk.attributeGain).toBeCloseTo(18 / 20 - 1 / 2, 12);
    // Without the person both classes would say the same.
    expect(risk.participationGain).toBeCloseTo(0, 12);
    expect(knownPersonRisk({ classes, rows: 20, positives: 10, epsilonMicro: 1_000 }).attributeGain).toBeLessThan(0.02);
  });

  it('of taking part is there where one person tips the scales', () => {
    expect(knownPersonRisk({ classes: [of(1, 1), of(1, 0)], rows: 2, positives: 1 }).participationGain).toBeCloseTo(
      0.5,
      12,
    );
  });

  it('of an attacker who knows all others is certain but for the noise', () => {
    expect(allButOneRisk()).toBe(1);
    expect([0.1, 0.5, 1, 2].map((epsilon) => allButOneRisk(epsilon * 1e6).toFixed(3))).toEqual([
      '0.525',
      '0.622',
      '0.731',
      '0.881',
    ]);
  });

  it('of re-identification takes the population where one is given', () => {
    const risk = reidentificationRisk([of(5, 0), of(20, 0)], 0.1, ({ rows }) => 10 * rows);
    expect(risk.prosecutor).toEqual({ highest: 0.2, atRisk: 0.2 });
    expect(risk.journalist).toEqual({ highest: 0.02, atRisk: 0 });
    expect(risk.marketer).toBe(2 / 25);
  });
});

describe('the error of a histogram', () => {
  it('is the sum of differences by the sum of counts; bands are spread evenly', () => {
    expect(
      relativeError(
        [10, 20, 10],
        spread(
          [
            { bins: [0, 1], count: 30 },
            { bins: [2], count: 10 },
          ],
          3,
        ),
      ),
    ).toBe(10 / 40);
  });
});

const folder = adultFolder(resolve(__dirname, '../../../..'));
if (folder === undefined) {
  // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect
  it.skip('the report on ADULT: no shared/data/adult beside the repository, and no ADULT_DIR', () => undefined);
} else {
  it('the report on ADULT has the numbers of the reference', () => {
    const table = readAdult(folder, REFERENCE_SETS['Q9']!);
    const data = divide(table, REFERENCE_SETS['P8']!, {
      column: 'marital-status',
      positive: ['Married-civ-spouse', 'Married-AF-spouse'],
    });
    const hierarchies = adultHierarchies(data.quasiIdentifiers);
    const made = releaseAsPaper(
      {
        data,
        sensitive: 'spouse-present',
        hierarchies,
        k: 5,
        suppression: '0.02',
        loss: 'loss-geo',
        epsilonMicro: 1_000_000,
      },
      new ExactSampler(new SeededSource(5)),
    );
    const report = reportOn(made, data, classesAt(data, hierarchies, [0, 0, 0, 0, 0, 0, 0, 0]), 'loss-geo');
    expect(report.utility).toMatchObject({ classes: 222, suppressed: 506, rows: 30162 });
    expect(report.utility.loss).toBeCloseTo(0.246477, 6);
    const { raw, kAnonymity, both } = report.risk.knownPerson;
    expect([raw.linkage.average, kAnonymity.linkage.average].map((risk) => risk.toFixed(4))).toEqual([
      '0.5401',
      '0.0075',
    ]);
    expect([raw, kAnonymity, both].map(({ attributeGain }) => attributeGain.toFixed(3))).toEqual([
      '0.369',
      '0.236',
      '0.235',
    ]);
    const html = reportPage(report);
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/<script|https?:|src=/);
  });
}
