import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rows, one a patient: the first `seniors` are 70, the others 30; every fourth is ill. */
export function writeRows(sources: string, name: string, patients: number, seniors: number): void {
  mkdirSync(sources, { recursive: true });
  const rows = Array.from({ length: patients }, (_, number) => {
    const age = number < seniors ? 70 : 30;
    return `p-${number},${age},${number % 2 === 0 ? 'female' : 'male'},${number % 4 === 0 ? 'yes' : 'no'}`;
  });
  writeFileSync(join(sources, name), ['patient,age,sex,ill', ...rows, ''].join('\n'));
}

export const SCHEME = {
  patient: 'patient',
  columns: [
    { name: 'age', hierarchy: { kind: 'interval', from: 0, to: 99, widths: [50] }, level: 1 },
    { name: 'sex', hierarchy: { kind: 'flat', values: ['female', 'male', 'other'] }, level: 0 },
  ],
  sensitive: { column: 'ill', positive: ['yes'] },
} as const;

export const CAP = { microEpsilon: '3000000', picoDelta: '0' } as const;

/** A data set of a file of rows, with epsilon 3 for presence. */
export const datasetBody = (id: string, change: object = {}) => ({
  id,
  title: 'Ages',
  source: { kind: 'file', name: 'ages.csv' },
  scheme: SCHEME,
  accounts: [{ guarantee: 'add-remove', composition: 'basic', cap: CAP }],
  ...change,
});

export const askBody = (dataset: string, change: object = {}) => ({
  dataset,
  mode: 'histogram',
  cost: { microEpsilon: '1000000', picoDelta: '0' },
  columns: ['age', 'sex'],
  ...change,
});
