import { SeededSource } from '../../../test/seeded-source';
import { encodeRows } from '../data/tuple-table';
import { buildHierarchy } from '../hierarchy/build-hierarchy';
import { ExactSampler } from '../noise/exact-sampler';
import { classesAt } from './classes';
import { releaseDp } from './dp-release';
import { expectedCover } from './expected-cover';
import { divide } from './sensitive-table';
import { sumReaches } from './threshold';

const SIZES = [3, 10, 19, 21, 22, 24, 40];

describe('what a dp release is expected to show', () => {
  const rows = SIZES.flatMap((size, group) =>
    Array.from({ length: size }, (_, at) => [`g${group}`, at % 2 ? 'yes' : 'no']),
  );
  const data = divide(encodeRows(['group', 'ill'], rows), ['group'], { column: 'ill', positive: ['yes'] });
  const hierarchies = [buildHierarchy('group', { kind: 'flat' }, data.quasiIdentifiers.columns[0]!.values)];
  const question = { k: 5, epsilonMicro: 1_000_000, deltaPico: 1_000_000 };
  const expected = expectedCover(classesAt(data, hierarchies, [0]), question);

  it('is the mean of many releases', () => {
    const sampler = new ExactSampler(new SeededSource(7));
    const draws = 4000;
    let shown = 0;
    let covered = 0;
    for (let draw = 0; draw < draws; draw++) {
      const release = releaseDp({ ...question, data, sensitive: 'ill', hierarchies, levels: [0] }, sampler);
      shown += release.rows.length;
      covered += release.rows.reduce((sum, [name]) => sum + SIZES[Number(String(name).slice(1))]!, 0) / rows.length;
    }
    expect(Math.abs(shown / draws - expected.shown)).toBeLessThan(0.1);
    expect(Math.abs(covered / draws - expected.covered)).toBeLessThan(0.02);
    expect(expected.shown).toBeGreaterThan(2);
    expect(expected).toMatchObject({ cells: 7, cellsOfK: 6, threshold: 21 });
  });

  it('counts the noise on both sides of 0', () => {
    const total = Array.from({ length: 400 }, (_, at) => sumReaches(500_000, at - 200) - sumReaches(500_000, at - 199));
    expect(total.every((probability) => probability > -1e-9)).toBe(true);
    expect(total.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 6);
    expect(sumReaches(500_000, 1) + sumReaches(500_000, 0)).toBeCloseTo(1, 12);
  });
});
