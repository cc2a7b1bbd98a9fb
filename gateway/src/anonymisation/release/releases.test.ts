import { SeededSource } from '../../../test/seeded-source';
import { encodeRows, type TupleTable } from '../data/tuple-table';
import { buildHierarchy } from '../hierarchy/build-hierarchy';
import { ExactSampler } from '../noise/exact-sampler';
import { SecureSource } from '../noise/random-source';
import { classesAt } from './classes';
import { releaseDp } from './dp-release';
import { releaseHistogram } from './histogram-release';
import { requireOneRowEach } from '../data/one-row-each';
import { releaseAsPaper, type PaperQuestion } from './paper-release';
import { releaseCsv } from './release';
import { divide, type SensitiveTable } from './sensitive-table';

const NAMES = ['sex', 'age', 'hiv'];

/** `count` rows of one kind. */
const some = (count: number, sex: string, age: number, hiv: string): string[][] =>
  Array.from({ length: count }, () => [sex, String(age), hiv]);

const patients = (...rows: string[][][]): SensitiveTable =>
  divide(encodeRows(NAMES, rows.flat()), ['sex', 'age'], { column: 'hiv', positive: ['yes'] });

const hierarchiesOf = ({ quasiIdentifiers }: SensitiveTable) => [
  buildHierarchy('sex', { kind: 'flat' }, quasiIdentifiers.columns[0]!.values),
  buildHierarchy('age', { kind: 'interval', from: 1, to: 100, widths: [10, 50] }, []),
];

const exact = new ExactSampler(new SecureSource());
const seeded = (): ExactSampler => new ExactSampler(new SeededSource(3));

describe('the paper’s release', () => {
  const data = patients(
    some(4, 'f', 11, 'yes'),
    some(3, 'f', 12, 'no'),
    some(6, 'm', 31, 'no'),
    some(1, 'm', 95, 'yes'),
  );
  const question: PaperQuestion = {
    data,
    sensitive: 'hiv',
    hierarchies: hierarchiesOf(data),
    k: 5,
    suppression: '0.1',
    loss: 'loss-mean',
    epsilonMicro: 1_000_000,
  };

  it('has one row a class: generalised values, exact Number, noisy count of the positive value', () => {
    const { release, classes, optimum } = releaseAsPaper(question, seeded());
    expect(release.columns).toEqual(['sex', 'age', 'Number', 'hiv(Y)']);
    expect(release.rows.map((row) => row.slice(0, 3))).toEqual([
      ['f', '11-20', 7],
      ['m', '31-40', 6],
    ]);
    expect(classes.map(({ positives }) => positives)).toEqual([4, 0]);
    expect(optimum.suppressed).toBe(1);
    expect(release.levels).toEqual({ sex: 0, age: 1 });
  });

  it('has noise of the spread it prints, on the exact count', () => {
    const { noise } = releaseAsPaper(question, exact).release;
    const drawn = Array.from(
      { length: 2_000 },
      () => (releaseAsPaper(question, exact).release.rows[0]![3] as number) - 4,
    );
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const spread = Math.sqrt(drawn.reduce((sum, value) => sum + value ** 2, 0) / drawn.length);
    expect(Math.abs(mean)).toBeLessThan((5 * noise.standardDeviation) / Math.sqrt(drawn.length));
    expect(Math.abs(spread / noise.standardDeviation - 1)).toBeLessThan(0.25);
  });

  it('takes levels, suppression and sizes from the quasi-identifiers alone', () => {
    const turned = { ...data, positives: data.positives.map((one) => 1 - one) };
    const [one, other] = [question, { ...question, data: turned }].map((asked) => releaseAsPaper(asked, seeded()));
    expect(other!.release.levels).toEqual(one!.release.levels);
    expect(other!.release.rows.map((row) => row.slice(0, 3))).toEqual(one!.release.rows.map((row) => row.slice(0, 3)));
  });

  it('does not depend on the order of the rows', () => {
    const reversed = (table: TupleTable): TupleTable => ({
      ...table,
      columns: table.columns.map((column) => ({ ...column, codes: column.codes.toReversed() })),
    });
    const turned = { quasiIdentifiers: reversed(data.quasiIdentifiers), positives: data.positives.toReversed() };
    expect(releaseAsPaper({ ...question, data: turned }, seeded()).release).toEqual(
      releaseAsPaper(question, seeded()).release,
    );
  });

  it('says that it does not protect presence', () => {
    const { guarantee } = releaseAsPaper(question, seeded()).release;
    expect(guarantee).toMatchObject({ protects: 'sensitive-value', epsilonMicro: 1_000_000, deltaPico: 0, k: 5 });
    expect(guarantee.words).toMatch(/epsilon 1\. This is not differential privacy for presence in the data/);
  });
});

describe('a differentially private release', () => {
  const question = (...rows: string[][][]) => {
    const data = patients(...rows);
    return {
      data,
      sensitive: 'hiv',
      hierarchies: hierarchiesOf(data),
      levels: [0, 1],
      k: 5,
      epsilonMicro: 1_000_000,
      deltaPico: 1e9 - 1,
    };
  };

  it('has two noisy counts for each cell that is large enough', () => {
    const release = releaseDp(question(some(300, 'f', 11, 'yes'), some(200, 'f', 15, 'no')), exact);
    expect(release.rows).toHaveLength(1);
    const [sex, age, yes, no] = release.rows[0]! as [string, string, number, number];
    expect([sex, age]).toEqual(['f', '11-20']);
    expect(Math.abs(yes - 300)).toBeLessThan(40);
    expect(Math.abs(no - 200)).toBeLessThan(40);
  });

  it('never shows fewer than k patients, whatever the noise', () => {
    const asked = question(some(4, 'f', 11, 'yes'), some(500, 'm', 11, 'no'));
    for (let draw = 0; draw < 500; draw++) {
      expect(releaseDp(asked, exact).rows.map(([sex]) => sex)).toEqual(['m']);
    }
  });

  it('shows a cell that one patient brought to k no more often than delta', () => {
    const asked = question(some(5, 'f', 11, 'yes'), some(500, 'm', 11, 'no'));
    const draws = 20_000;
    let shown = 0;
    for (let draw = 0; draw < draws; draw++) if (releaseDp(asked, exact).rows.length === 2) shown++;
    const delta = 0.001;
    expect(shown / draws).toBeLessThan(delta + 5 * Math.sqrt(delta / draws));
    expect(shown).toBeGreaterThan(0);
  });

  it('prints what it promises', () => {
    const { guarantee } = releaseDp(question(some(9, 'f', 11, 'yes')), exact);
    expect(guarantee).toMatchObject({ protects: 'presence', neighbours: 'one-patient-more-or-less', k: 5 });
    expect(guarantee.words).toMatch(/epsilon 1 and delta 0.000999999999/);
  });

  it('is refused without a level for each quasi-identifier', () => {
    expect(() => releaseDp({ ...question(some(9, 'f', 11, 'yes')), levels: [0] }, exact)).toThrow(
      /fix one level for each/,
    );
    expect(() => releaseDp({ ...question(some(9, 'f', 11, 'yes')), levels: [0, 9] }, exact)).toThrow(/the levels 0, 9/);
  });
});

describe('a histogram', () => {
  const table = encodeRows(NAMES, [...some(100, 'f', 11, 'yes'), ...some(50, 'm', 12, 'no')]);
  const bins = (...names: string[]) => names.map((name) => ({ name, values: [name] }));
  const question = {
    columns: [
      { column: table.columns[0]!, bins: bins('f', 'm') },
      { column: table.columns[1]!, bins: bins('11', '12', '13') },
    ],
    counted: table.weights,
    epsilonMicro: 2_000_000,
  };

  it('has every bin, empty ones too, all with noise', () => {
    const { columns, rows } = releaseHistogram(question, exact);
    expect(columns).toEqual(['sex', 'age', 'count', 'count, not below 0']);
    expect(rows.map(([sex, age]) => `${sex} ${age}`)).toEqual(['f 11', 'f 12', 'f 13', 'm 11', 'm 12', 'm 13']);
    const counts = [100, 0, 0, 0, 50, 0];
    rows.forEach((row, cell) => expect(Math.abs((row[2] as number) - counts[cell]!)).toBeLessThan(30));
    const empty = Array.from({ length: 200 }, () => releaseHistogram(question, exact).rows[2]![2] as number);
    expect(empty.some((count) => count !== 0)).toBe(true);
    expect(empty.some((count) => count < 0)).toBe(true);
  });

  it('is refused with bins that overlap, or none', () => {
    const twice = [{ column: table.columns[0]!, bins: [...bins('f'), { name: 'all', values: ['f', 'm'] }] }];
    expect(() => releaseHistogram({ ...question, columns: twice }, exact)).toThrow(/a value of bin all is in two bins/);
    expect(() => releaseHistogram({ ...question, columns: [] }, exact)).toThrow(/has 0 bins/);
  });
});

describe('a table of patients', () => {
  const table = encodeRows(
    ['patient', 'sex'],
    [
      ['1', 'f'],
      ['2', 'm'],
      ['1', 'f'],
    ],
  );

  it('is refused where a patient has several rows', () => {
    expect(() => requireOneRowEach(table, 'patient')).toThrow(
      /1 patients have more than one of the 3 rows; keep one row/,
    );
    expect(() => requireOneRowEach({ ...table, weights: Int32Array.of(1, 1, 0) }, 'patient')).not.toThrow();
    expect(() => requireOneRowEach(table, 'person')).toThrow(/no column person/);
  });

  it('is divided into quasi-identifiers and a Boolean, never one column as both', () => {
    expect([...divide(table, ['patient'], { column: 'sex', positive: ['f'] }).positives]).toEqual([1, 0, 1]);
    expect(() => divide(table, ['sex'], { column: 'sex', positive: ['f'] })).toThrow(/sex is named as both/);
    expect(() => divide(table, ['patient'], { column: 'sex', positive: ['x'] })).toThrow(/sex has no value "x"/);
    expect(() => divide(table, ['town'], { column: 'sex', positive: ['f'] })).toThrow(/no column town/);
  });

  it('falls into the same classes whether equal rows are counted once or not', () => {
    const data = patients(some(3, 'f', 11, 'yes'), some(2, 'f', 11, 'no'));
    const grouped: SensitiveTable = {
      quasiIdentifiers: { ...encodeRows(['sex', 'age'], [['f', '11']]), weights: Int32Array.of(5), rows: 5 },
      positives: Int32Array.of(3),
    };
    expect(classesAt(grouped, hierarchiesOf(grouped), [0, 0])).toEqual(classesAt(data, hierarchiesOf(data), [0, 0]));
  });
});

describe('a released table as CSV', () => {
  it('quotes what has to be quoted', () => {
    const csv = [
      ...releaseCsv({
        columns: ['a,b', 'n'],
        rows: [
          ['x "y"', 1],
          ['z', -2],
        ],
      }),
    ].join('');
    expect(csv).toBe('"a,b",n\n"x ""y""",1\nz,-2\n');
  });
});
