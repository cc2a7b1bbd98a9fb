import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a data steward: patients, a release file, and what comes of them. */
export class StewardDesk {
  readonly folder = mkdtempSync(join(tmpdir(), 'rx-steward-'));
  readonly data = this.path('patients.csv');
  readonly file = this.path('release.yaml');
  readonly release = this.path('release');

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  clear(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** 200 patients: 150 in their thirties, of whom 30 smoke; 48 in their seventies; two in their nineties. */
export function patientsCsv(): string {
  const rows = Array.from({ length: 200 }, (_, at) => {
    const age = at < 150 ? 30 + (at % 10) : at < 198 ? 70 + (at % 10) : 90;
    return `p-${at},${age},${at % 2 ? 'female' : 'male'},${at < 30 ? 'yes' : 'no'},note ${at}`;
  });
  return ['patient,age,sex,smoker,note', ...rows, ''].join('\n');
}

const FIELDS = {
  data: 'patients.csv',
  patient: 'patient',
  mode: 'dp',
  epsilon: '1',
  delta: '0.000001',
  k: '5',
  suppression: '0.02',
};
const COLUMNS = {
  'columns.age':
    '{ role: quasi-identifier, hierarchy: { kind: interval, from: 0, to: 119, widths: [10, 20] }, level: 1 }',
  'columns.sex': '{ role: quasi-identifier, hierarchy: { kind: flat, values: [female, male, other] }, level: 0 }',
  'columns.smoker': '{ role: sensitive, positive: [yes] }',
  'columns.note': '{ role: left-out }',
};
const COLUMN = 'columns.';

/** A release file with some lines changed: `k`, or `columns.age`. What is undefined is left out. */
export function releaseYaml(change: Readonly<Record<string, string | undefined>> = {}): string {
  const lines = Object.entries({ ...FIELDS, ...COLUMNS, ...change }).filter(([, value]) => value !== undefined);
  const columns = lines.filter(([name]) => name.startsWith(COLUMN));
  return [
    ...lines.filter(([name]) => !name.startsWith(COLUMN)).map(([name, value]) => `${name}: ${value!}`),
    'columns:',
    ...columns.map(([name, value]) => `  ${name.slice(COLUMN.length)}: ${value!}`),
    '',
  ].join('\n');
}
