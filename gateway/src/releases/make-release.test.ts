import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { encodeRows } from '../anonymisation/data/tuple-table';
import { ExactSampler } from '../anonymisation/noise/exact-sampler';
import { SecureSource } from '../anonymisation/noise/random-source';
import { makeRelease } from './make-release';
import type { ReleaseRequest, Scheme } from './scheme';

const SCHEME: Scheme = {
  patient: 'patient',
  columns: [
    { name: 'age', hierarchy: { kind: 'interval', from: 0, to: 99, widths: [50] }, level: 1 },
    { name: 'sex', hierarchy: { kind: 'flat', values: ['female', 'male', 'other'] }, level: 0 },
    { name: 'code', hierarchy: { kind: 'icd-10' }, level: 1 },
  ],
  sensitive: { column: 'ill', positive: ['yes'] },
};

/** At epsilon 100 noise other than 0 comes once in 10^43 draws: counts are seen as they are. */
const ask = (change: Partial<ReleaseRequest>): ReleaseRequest => ({
  release: '0'.repeat(26),
  dataset: 'ages',
  mode: 'histogram',
  cost: { microEpsilon: '100000000', picoDelta: '0' },
  columns: ['age', 'sex'],
  ...change,
});

const rows = (count: number, age: string, sex: string, ill: string) =>
  Array.from({ length: count }, (_, at) => [`p-${age}-${sex}-${ill}-${at}`, age, sex, ill]);
const encode = (of: readonly (readonly string[])[]) => encodeRows(['patient', 'age', 'sex', 'ill'], of);
const TABLE = encode([
  ...rows(8, '30', 'male', 'yes'),
  ...rows(12, '30', 'male', 'no'),
  ...rows(4, '70', 'female', 'no'),
]);

const make = (change: Partial<ReleaseRequest>, table = TABLE) =>
  makeRelease(table, SCHEME, ask(change), new ExactSampler(new SecureSource()));

describe('a release under a scheme', () => {
  it('as a histogram has a count for every combination of bins, the empty ones too', () => {
    const { columns, rows: made, guarantee } = make({});
    expect(columns.slice(0, 3)).toEqual(['age', 'sex', 'count']);
    expect(made.map((row) => row.slice(0, 3))).toEqual([
      ['0-49', 'female', 0],
      ['0-49', 'male', 20],
      ['0-49', 'other', 0],
      ['50-99', 'female', 4],
      ['50-99', 'male', 0],
      ['50-99', 'other', 0],
    ]);
    expect(guarantee).toMatchObject({ mode: 'histogram', protects: 'presence' });
  });

  it('as dp has the cells of the scheme’s levels that stand for k patients', () => {
    const { rows: made } = make({ mode: 'dp', k: 5, cost: { microEpsilon: '100000000', picoDelta: '1000000' } });
    expect(made.map((row) => row.slice(0, 4))).toEqual([['0-49', 'male', 8, 12]]);
  });

  it('as the paper has it generalises as little as k asks, and counts the sensitive value', () => {
    const { columns, rows: made, guarantee } = make({ mode: 'paper', k: 5, suppression: '0.2' });
    expect(columns).toEqual(['age', 'sex', 'Number', 'ill(Y)']);
    expect(made).toEqual([['30', 'male', 20, 8]]);
    expect(guarantee).toMatchObject({ mode: 'paper', protects: 'sensitive-value' });
  });

  it.each<[string, Partial<ReleaseRequest>, (readonly string[])[] | undefined]>([
    ['two rows of a patient', {}, [...rows(1, '30', 'male', 'no'), ...rows(1, '30', 'male', 'no')]],
    ['a value that has no bin', {}, rows(1, '130', 'male', 'no')],
    ['a column that the scheme does not release', { columns: ['patient'] }, undefined],
    ['no k', { mode: 'dp', cost: { microEpsilon: '1', picoDelta: '1' } }, undefined],
    ['more patients to a group than there are', { mode: 'paper', k: 100 }, undefined],
    ['a sensitive column among the others', { mode: 'paper', k: 5, columns: ['ill'] }, undefined],
  ])('is not made with %s', (_what, change, table) => {
    expect(() => make(change, table && encode(table))).toThrow(AnonymisationError);
  });

  it('is not made of bins that would come from the data', () => {
    const table = encodeRows(['patient', 'code'], [['p-1', 'J01']]);
    expect(() => make({ columns: ['code'] }, table)).toThrow('bins');
  });
});
