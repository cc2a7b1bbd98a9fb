import { basename, dirname, resolve } from 'node:path';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { isAddress } from '../anonymisation/data/data-source';
import { readTextRows } from '../anonymisation/data/read-csv';
import { createHierarchy } from '../anonymisation/hierarchy/hierarchy';
import type { HierarchyDefinition } from '../anonymisation/hierarchy/hierarchy-definition';
import { definitionOf } from '../anonymisation/hierarchy/table-definition';
import { deltaPico, epsilonMicro } from '../anonymisation/noise/rational';
import { Scheme as SchemeShape } from '../releases/schemas';
import { hashOf, type Question, type Scheme, type SchemeColumn } from '../releases/scheme';
import {
  check,
  FileShape,
  hierarchyShape,
  readBytes,
  readYaml,
  refuse,
  ROLE_SHAPES,
  ROLES,
  TableShape,
  type ReleaseFile,
  type Role,
  type SEVERAL_ROWS,
} from './release-file-shape';

/** What a release file says, checked: the scheme and the question are those that a gateway takes. */
export interface ReleasePlan {
  readonly data: string;
  /** What is done where a patient has several rows. */
  readonly severalRows: (typeof SEVERAL_ROWS)[number];
  readonly scheme: Scheme;
  readonly question: Question;
  readonly leftOut: readonly string[];
}

/** SHA-256 of all that decides what comes out, but for the rows. */
export const hashOfPlan = ({ scheme, question, severalRows }: Omit<ReleasePlan, 'data' | 'leftOut'>): string =>
  hashOf({ scheme, question, severalRows });

/**
 * Reads a release file. Its data is not looked at.
 * @throws AnonymisationError naming the place in the file
 */
export function readReleaseFile(path: string): ReleasePlan {
  const place = basename(path);
  const file = check(FileShape, readYaml(path), place) as ReleaseFile;
  const { patient = '', mode = 'dp', columns } = file;
  if (patient === '') throw new AnonymisationError('missing-patient', `${place} names no patient column`);
  const roles = Object.entries(columns).map(([name, column]) => ({ name, column, role: roleOf(place, name, column) }));
  const of = (wanted: Role) => roles.filter(({ role }) => role === wanted);
  const quasi = of('quasi-identifier').map(({ name, column }) => schemeColumn(path, name, column as QuasiIdentifier));
  const sensitive = of('sensitive').map(({ name, column }) => ({
    column: name,
    positive: (column as unknown as { positive: string[] }).positive,
  }));
  if (sensitive.length > 1)
    refuse(place, `columns: ${sensitive.map(({ column }) => column).join(', ')} are all sensitive; one can be`);
  const scheme: Scheme = {
    patient,
    columns: quasi,
    ...(sensitive[0] === undefined ? {} : { sensitive: sensitive[0] }),
  };
  check(SchemeShape, scheme, place);
  return {
    data: isAddress(file.data) ? file.data : resolve(dirname(path), file.data),
    severalRows: file['several-rows'] ?? 'refuse',
    scheme,
    question: questionOf(file, mode, place, scheme),
    leftOut: of('left-out').map(({ name }) => name),
  };
}

/** The fields that a mode has no use for are not asked: they would change the hash of what is. */
function questionOf(file: ReleaseFile, mode: Question['mode'], place: string, scheme: Scheme): Question {
  const micro = String(epsilonMicro(file.epsilon));
  const columns = scheme.columns.map(({ name }) => name);
  if (mode === 'histogram') return { mode, cost: { microEpsilon: micro, picoDelta: '0' }, columns };
  if (scheme.sensitive === undefined)
    refuse(place, `the mode ${mode} counts a sensitive column, and no column has that role`);
  const { k, delta } = file;
  if (k === undefined) throw new AnonymisationError('bad-k', `${place} gives no k`);
  if (mode === 'dp') {
    if (delta === undefined) throw new AnonymisationError('bad-delta', `${place} gives no delta`);
    return { mode, cost: { microEpsilon: micro, picoDelta: String(deltaPico(delta)) }, columns, k };
  }
  const { suppression = '0', loss = 'loss-geo' } = file;
  return { mode, cost: { microEpsilon: micro, picoDelta: '0' }, columns, k, suppression, loss };
}

interface QuasiIdentifier {
  readonly hierarchy: { readonly kind: string };
  readonly level: number;
}

function roleOf(place: string, name: string, column: { readonly role?: string }): Role {
  const role = ROLES.find((one) => one === column.role);
  if (role === undefined) {
    const said = column.role === undefined || column.role === '' ? 'no role' : `the role ${column.role}`;
    throw new AnonymisationError('missing-role', `${place}: column ${name} has ${said}`);
  }
  check(ROLE_SHAPES[role], column, `${place}: columns.${name}`);
  return role;
}

function schemeColumn(path: string, name: string, { hierarchy, level }: QuasiIdentifier): SchemeColumn {
  const place = `${basename(path)}: columns.${name}.hierarchy`;
  if (hierarchy.kind === 'table') {
    const { file } = check(TableShape, hierarchy, place) as { file: string };
    const table = resolve(dirname(path), file);
    return { name, hierarchy: definitionOf(createHierarchy(name, readTextRows(readBytes(table)))), level };
  }
  return {
    name,
    hierarchy: check(hierarchyShape(hierarchy.kind, place), hierarchy, place) as HierarchyDefinition,
    level,
  };
}
