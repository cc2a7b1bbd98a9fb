import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readCsv } from '../data/read-csv';
import type { TupleTable } from '../data/tuple-table';
import { buildHierarchy } from '../hierarchy/build-hierarchy';
import { createHierarchy, type Hierarchy } from '../hierarchy/hierarchy';
import { ADULT_HIERARCHIES } from './adult-hierarchies';

/** Where the ADULT data set of the tests and benches is: beside the repository unless told. Undefined where it is not. */
export function adultFolder(root: string): string | undefined {
  const folder = resolve(process.env['ADULT_DIR'] ?? join(root, '..', 'shared', 'data', 'adult'));
  return existsSync(join(folder, 'adult.csv')) ? folder : undefined;
}

/** The columns of the data, in an order of their own. */
export const readAdult = (folder: string, columns: readonly string[]): TupleTable =>
  readCsv(readFileSync(join(folder, 'adult.csv')), { columns });

/** Our own definitions, built for the columns of a table. */
export const adultHierarchies = ({ columns }: TupleTable): Hierarchy[] =>
  columns.map(({ name, values }) => buildHierarchy(name, ADULT_HIERARCHIES[name]!, values));

/** A hierarchy as it lies beside the data. */
export const givenHierarchy = (folder: string, attribute: string): Hierarchy =>
  createHierarchy(
    attribute,
    readFileSync(join(folder, `adult_hierarchy_${attribute}.csv`), 'utf8')
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .map((line) => line.split(';')),
  );

/** Quasi-identifiers of each set of the reference results, in the order of its levels. */
const SEVEN = ['sex', 'age', 'race', 'education', 'native-country', 'workclass', 'occupation'];
const EIGHT = ['sex', 'age', 'race', 'marital-status', 'education', 'native-country', 'workclass', 'occupation'];
export const REFERENCE_SETS: Readonly<Record<string, readonly string[]>> = {
  P7: SEVEN,
  P8: [...SEVEN, 'salary-class'],
  Q8: EIGHT,
  Q9: [...EIGHT, 'salary-class'],
};

/** One reference optimum. */
export interface Reference {
  readonly set: string;
  readonly k: number;
  readonly suppression: string;
  readonly metric: 'loss-geo' | 'loss-mean' | 'aecs';
  readonly loss: number;
  readonly suppressed: number;
  readonly levels: readonly number[];
}

export const readReferences = (folder: string): Reference[] =>
  readFileSync(join(folder, 'reference.csv'), 'utf8')
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => {
      const [set, k, suppression, metric, loss, suppressed, levels] = line.split(',') as [string, ...string[]];
      return {
        set,
        k: Number(k),
        suppression: suppression!,
        metric: metric as Reference['metric'],
        loss: Number(loss),
        suppressed: Number(suppressed),
        levels: [...levels!].map(Number),
      };
    });
