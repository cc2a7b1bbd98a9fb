import Ajv from 'ajv';
import { patientsCsv, releaseYaml, StewardDesk } from '../../test/steward-desk';
import { readCsv } from '../anonymisation/data/read-csv';
import { AskBody, RegisterBody } from '../releases/schemas';
import { hashOf } from '../releases/scheme';
import { hashOfPlan, readReleaseFile } from './release-file';
import { releaseFileText } from './release-file-text';
import { lookAt } from './suggest-file';

let desk: StewardDesk;
beforeEach(() => {
  desk = new StewardDesk();
});
afterEach(() => {
  desk.clear();
});

const read = (change: Parameters<typeof releaseYaml>[0] = {}) =>
  readReleaseFile(desk.write('release.yaml', releaseYaml(change)));

describe('a release file', () => {
  it('is the scheme and the request of a gateway', () => {
    const { scheme, question, data, severalRows, leftOut } = read();
    expect(data).toBe(desk.data);
    expect(severalRows).toBe('refuse');
    expect(leftOut).toEqual(['note']);
    expect(scheme).toEqual({
      patient: 'patient',
      columns: [
        { name: 'age', hierarchy: { kind: 'interval', from: 0, to: 119, widths: [10, 20] }, level: 1 },
        { name: 'sex', hierarchy: { kind: 'flat', values: ['female', 'male', 'other'] }, level: 0 },
      ],
      sensitive: { column: 'smoker', positive: ['yes'] },
    });
    expect(question).toEqual({
      mode: 'dp',
      cost: { microEpsilon: '1000000', picoDelta: '1000000' },
      columns: ['age', 'sex'],
      k: 5,
    });
  });

  it.each(['dp', 'paper', 'histogram'])('of the mode %s gives what /v1/datasets and /v1/releases take', (mode) => {
    const { scheme, question } = read({ mode });
    const account = { guarantee: 'add-remove', composition: 'basic', cap: question.cost };
    const registration = {
      id: 'stays',
      title: 'Stays',
      source: { kind: 'file', name: 'a.csv' },
      scheme,
      accounts: [account],
    };
    const ajv = new Ajv({ strict: false });
    expect(ajv.validate(RegisterBody, registration)).toBe(true);
    expect(ajv.validate(AskBody, { dataset: 'stays', ...question })).toBe(true);
    expect(ajv.validate(AskBody, { dataset: 'stays', ...question, k: 1 })).toBe(false);
  });

  it('has the hash of the same scheme written as JSON', () => {
    const scheme = {
      sensitive: { positive: ['yes'], column: 'smoker' },
      columns: [
        { level: 1, hierarchy: { widths: [10, 20], to: 119, from: 0, kind: 'interval' }, name: 'age' },
        { level: 0, hierarchy: { values: ['female', 'male', 'other'], kind: 'flat' }, name: 'sex' },
      ],
      patient: 'patient',
    };
    expect(hashOf(read().scheme)).toBe(hashOf(scheme));
  });

  it('is another plan with any change that matters, and the same with one that does not', () => {
    const plan = hashOfPlan(read());
    expect(hashOfPlan(read({ suppression: '0.3' }))).toBe(plan);
    for (const change of [
      { epsilon: '0.999999' },
      { k: '6' },
      { delta: '0.0000001' },
      { 'several-rows': 'keep-one' },
    ]) {
      expect(hashOfPlan(read(change))).not.toBe(plan);
    }
  });

  it('takes words as words: no, zeros in front, and an epsilon to its last digit', () => {
    const values = '{ role: quasi-identifier, hierarchy: { kind: flat, values: [no, 007, 1.50, ~] }, level: 0 }';
    const { scheme, question } = read({ epsilon: '0.100000', 'columns.sex': values });
    expect(scheme.columns[1]!.hierarchy).toEqual({ kind: 'flat', values: ['no', '007', '1.50', '~'] });
    expect(question.cost.microEpsilon).toBe('100000');
  });

  it('takes a hierarchy as a table, such as ARX writes', () => {
    desk.write('sex.csv', 'female;known;*\nmale;known;*\nother;unknown;*\n');
    const { scheme } = read({
      'columns.sex': '{ role: quasi-identifier, hierarchy: { kind: table, file: sex.csv }, level: 1 }',
    });
    expect(scheme.columns[1]!.hierarchy).toEqual({
      kind: 'groups',
      groups: { known: ['female', 'male'], unknown: ['other'] },
    });
  });

  const quasi = (hierarchy: string): Record<string, string> => ({
    'columns.age': `{ role: quasi-identifier, hierarchy: ${hierarchy}, level: 1 }`,
  });
  it.each<[string, Record<string, string | undefined>, RegExp]>([
    ['a column without a role', { 'columns.age': '' }, /release.yaml: columns.age must be object/],
    ['a column with an empty role', { 'columns.age': '{ role: }' }, /column age has no role; give every column/],
    ['a role that is none', { 'columns.age': '{ role: public }' }, /column age has the role public/],
    [
      'two sensitive columns',
      { 'columns.note': '{ role: sensitive, positive: [x] }' },
      /smoker, note are all sensitive/,
    ],
    ['no sensitive column', { 'columns.smoker': '{ role: left-out }' }, /the mode dp counts a sensitive column/],
    ['no patient column', { patient: undefined }, /release.yaml names no patient column; name the column/],
    ['a field that is not known', { epsilonn: '1' }, /release.yaml: has no field epsilonn/],
    ['no epsilon', { epsilon: undefined }, /must have required property 'epsilon'/],
    [
      'a mode that is none',
      { mode: 'private' },
      /mode must be equal to one of the allowed values: histogram, dp, paper/,
    ],
    ['a hierarchy of no kind', quasi('{ kind: bands }'), /bands is none of the kinds flat, interval, .*table/],
    ['a hierarchy without its fields', quasi('{ kind: interval, from: 0 }'), /columns.age.hierarchy: .*'to'/],
    ['a hierarchy with fields of another', quasi('{ kind: date, widths: [1] }'), /has no field widths/],
    ['a table of a hierarchy that is not there', quasi('{ kind: table, file: a.csv }'), /a.csv is not there/],
    ['no YAML', { data: '[' }, /release.yaml: /],
  ])('is refused with %s', (_, change, message) => {
    expect(() => read(change)).toThrow(message);
  });
});

describe('the release file of a first look', () => {
  it.each(['dp', 'paper', 'histogram'] as const)('can be read back, for the mode %s', (mode) => {
    const table = readCsv(Buffer.from(patientsCsv()));
    const text = releaseFileText('patients.csv', lookAt(table, {}), mode);
    const { scheme, question, leftOut } = readReleaseFile(desk.write('release.yaml', text));
    expect(question.mode).toBe(mode);
    expect(scheme.patient).toBe('patient');
    expect(scheme.columns.map(({ name }) => name)).toEqual(['age', 'sex']);
    expect(scheme.sensitive).toEqual({ column: 'smoker', positive: ['yes'] });
    expect(leftOut).toEqual(['note']);
  });

  it('has no value of a column that is left out, of the patient, or of few rows', () => {
    const rare = `${patientsCsv()}p-200,17,intersex,no,note 200\n`;
    const text = releaseFileText('patients.csv', lookAt(readCsv(Buffer.from(rare)), {}), 'dp');
    expect(text).not.toMatch(/note 1|p-1|intersex|\b90\b|\b17\b/);
    expect(text).toContain('1 more values have fewer than 10 rows each');
  });

  it('quotes names and values that YAML would take for something else', () => {
    const rows = Array.from({ length: 20 }, (_, at) => `${at},${at % 2 ? '"x: ""y"" # z"' : '- [a'}`);
    const look = lookAt(readCsv(Buffer.from(['id,a: b', ...rows, ''].join('\n'))), {});
    const { scheme } = readReleaseFile(desk.write('release.yaml', releaseFileText('it.csv', look, 'histogram')));
    expect(scheme.columns).toMatchObject([{ name: 'a: b', hierarchy: { values: ['- [a', 'x: "y" # z'] } }]);
  });

  it('says where the steward must decide on several rows a patient', () => {
    const table = readCsv(Buffer.from(`${patientsCsv()}p-1,31,female,no,again\n`));
    const look = lookAt(table, {});
    expect(look.severalRows).toBe(1);
    expect(releaseFileText('a.csv', look, 'dp')).toContain(
      'several-rows: refuse # decide: 1 patients have several rows',
    );
  });
});
