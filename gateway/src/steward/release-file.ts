import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { RELEASE_MODES } from '@rxledger/chaincode/api';
import { Type, type Static, type TSchema } from '@sinclair/typebox';
import Ajv, { type ErrorObject } from 'ajv';
import { parse } from 'yaml';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { readTextRows } from '../anonymisation/data/read-csv';
import { createHierarchy } from '../anonymisation/hierarchy/hierarchy';
import type { HierarchyDefinition } from '../anonymisation/hierarchy/hierarchy-definition';
import { definitionOf } from '../anonymisation/hierarchy/table-definition';
import { deltaPico, epsilonMicro } from '../anonymisation/noise/rational';
import { Input } from '../http/route';
import { ASKED, HIERARCHY_SHAPES, Level, Positive, Scheme as SchemeShape } from '../releases/schemas';
import { hashOf, type Question, type Scheme, type SchemeColumn } from '../releases/scheme';
import { choice } from '../vocabulary';

export const ROLES = ['quasi-identifier', 'sensitive', 'left-out'] as const;
export type Role = (typeof ROLES)[number];

export const SEVERAL_ROWS = ['refuse', 'keep-one'] as const;

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

const Text = Type.String({ minLength: 1 });
const FileShape = Input({
  data: Text,
  patient: Type.Optional(Type.String()),
  'several-rows': Type.Optional(choice(SEVERAL_ROWS)),
  mode: Type.Optional(choice(RELEASE_MODES)),
  epsilon: Text,
  delta: Type.Optional(Text),
  ...ASKED,
  columns: Type.Record(Type.String(), Type.Object({ role: Type.Optional(Type.String()) })),
});
type File = Static<typeof FileShape>;

const ROLE_SHAPES = {
  'quasi-identifier': Input({ role: Text, hierarchy: Type.Object({ kind: Text }), level: Level }),
  sensitive: Input({ role: Text, positive: Positive }),
  'left-out': Input({ role: Text }),
} as const;
const TableShape = Input({ kind: Text, file: Text });

// The file is read as text all through: `no` stays a word, 007 keeps its zeros, and an epsilon its digits.
const ajv = new Ajv({ allErrors: true, strict: false, coerceTypes: true });

/**
 * Reads a release file. Its data is not looked at.
 * @throws AnonymisationError naming the place in the file
 */
export function readReleaseFile(path: string): ReleasePlan {
  const place = basename(path);
  const file = check(FileShape, readYaml(path), place) as File;
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
    data: resolve(dirname(path), file.data),
    severalRows: file['several-rows'] ?? 'refuse',
    scheme,
    question: questionOf(file, mode, place, scheme),
    leftOut: of('left-out').map(({ name }) => name),
  };
}

/** The fields that a mode has no use for are not asked: they would change the hash of what is. */
function questionOf(file: File, mode: Question['mode'], place: string, scheme: Scheme): Question {
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
  const shape = HIERARCHY_SHAPES.find(({ properties: { kind } }) => kindsOf(kind).includes(hierarchy.kind));
  if (shape === undefined) {
    const kinds = HIERARCHY_SHAPES.flatMap(({ properties: { kind } }) => kindsOf(kind));
    return refuse(place, `${hierarchy.kind} is none of the kinds ${kinds.join(', ')}, table`);
  }
  return { name, hierarchy: check(shape, hierarchy, place) as HierarchyDefinition, level };
}

const kindsOf = (kind: TSchema): readonly string[] => (kind['enum'] as string[] | undefined) ?? [String(kind['const'])];

function check(shape: TSchema, document: unknown, place: string): unknown {
  const validate = ajv.compile(shape);
  if (!validate(document)) refuse(place, (validate.errors ?? []).map(faultOf).join('; '));
  return document;
}

function faultOf({ instancePath, message = 'is wrong', params }: ErrorObject): string {
  const at = instancePath === '' ? '' : `${instancePath.slice(1).replaceAll('/', '.')} `;
  const { additionalProperty, allowedValues } = params as {
    readonly additionalProperty?: string;
    readonly allowedValues?: readonly string[];
  };
  if (additionalProperty !== undefined) return `${at}has no field ${additionalProperty}`;
  return `${at}${message}${allowedValues === undefined ? '' : `: ${allowedValues.join(', ')}`}`;
}

function readYaml(path: string): unknown {
  const text = readBytes(path).toString('utf8');
  try {
    return parse(text, { schema: 'failsafe' });
  } catch (cause) {
    return refuse(basename(path), (cause as Error).message.split('\n')[0]!, { cause });
  }
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new AnonymisationError('unreadable', `${path} is not there`, { cause });
  }
}

function refuse(place: string, reason: string, options?: ErrorOptions): never {
  throw new AnonymisationError('bad-release-file', `${place}: ${reason}`, options);
}
