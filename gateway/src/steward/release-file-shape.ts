import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { RELEASE_MODES } from '@rxledger/chaincode/api';
import { Type, type Static, type TSchema } from '@sinclair/typebox';
import Ajv, { type ErrorObject } from 'ajv';
import { parse } from 'yaml';
import { AnonymisationError } from '../anonymisation/anonymisation-error';
import { Input } from '../http/route';
import { ASKED, HIERARCHY_SHAPES, Level, Positive } from '../releases/schemas';
import { choice } from '../vocabulary';

export const ROLES = ['quasi-identifier', 'sensitive', 'left-out'] as const;
export type Role = (typeof ROLES)[number];

export const SEVERAL_ROWS = ['refuse', 'keep-one'] as const;

const Text = Type.String({ minLength: 1 });
/** The file but for its columns, whose shape is that of their role. */
export const FileShape = Input({
  data: Text,
  patient: Type.Optional(Type.String()),
  'several-rows': Type.Optional(choice(SEVERAL_ROWS)),
  mode: Type.Optional(choice(RELEASE_MODES)),
  epsilon: Text,
  delta: Type.Optional(Text),
  ...ASKED,
  columns: Type.Record(Type.String(), Type.Object({ role: Type.Optional(Type.String()) })),
});
export type ReleaseFile = Static<typeof FileShape>;

export const ROLE_SHAPES = {
  'quasi-identifier': Input({ role: Text, hierarchy: Type.Object({ kind: Text }), level: Level }),
  sensitive: Input({ role: Text, positive: Positive }),
  'left-out': Input({ role: Text }),
} as const;
/** A hierarchy that lies beside the file, as ARX writes it. */
export const TableShape = Input({ kind: Text, file: Text });

// The file is read as text all through: `no` stays a word, 007 keeps its zeros, and an epsilon its digits.
const ajv = new Ajv({ allErrors: true, strict: false, coerceTypes: true });

/**
 * The shape of a kind of hierarchy: that of the gateway.
 * @throws AnonymisationError for a kind that there is not
 */
export function hierarchyShape(wanted: string, place: string): TSchema {
  const shape = HIERARCHY_SHAPES.find(({ properties: { kind } }) => kindsOf(kind).includes(wanted));
  if (shape !== undefined) return shape;
  const kinds = HIERARCHY_SHAPES.flatMap(({ properties: { kind } }) => kindsOf(kind));
  return refuse(place, `${wanted} is none of the kinds ${kinds.join(', ')}, table`);
}

const kindsOf = (kind: TSchema): readonly string[] => (kind['enum'] as string[] | undefined) ?? [String(kind['const'])];

/** @throws AnonymisationError naming what is not of a shape */
export function check(shape: TSchema, document: unknown, place: string): unknown {
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

/** @throws AnonymisationError for a file that is not there, or is no YAML */
export function readYaml(path: string): unknown {
  const text = readBytes(path).toString('utf8');
  try {
    return parse(text, { schema: 'failsafe' });
  } catch (cause) {
    return refuse(basename(path), (cause as Error).message.split('\n')[0]!, { cause });
  }
}

/** @throws AnonymisationError for a file that is not there */
export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new AnonymisationError('unreadable', `${path} is not there`, { cause });
  }
}

export function refuse(place: string, reason: string, options?: ErrorOptions): never {
  throw new AnonymisationError('bad-release-file', `${place}: ${reason}`, options);
}
