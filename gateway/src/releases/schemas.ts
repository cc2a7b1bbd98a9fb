import {
  COMPOSITIONS,
  GUARANTEES,
  PATTERNS,
  RELEASE_MODES,
  RELEASE_STATUSES,
  type PrivacyLoss,
} from '@rxledger/chaincode/api';
import { Type } from '@sinclair/typebox';
import { DATE_LEVELS, type Groups } from '../anonymisation/hierarchy/hierarchy-definition';
import { LOSSES } from '../anonymisation/search/loss';
import { Input } from '../http/route';
import { Actor, choice, Digest, instant, line, list, MspId, PAGING, pattern, submitted } from '../vocabulary';
import { PUBLICATION_PHASES } from './publication';

export const DatasetId = pattern(PATTERNS.datasetId, {
  description: 'Id of a data set: a word of the steward’s, never a name of a person',
  examples: ['ended-prescriptions'],
});

export const ReleaseId = pattern(PATTERNS.recordId, {
  description: 'Id of a release: 26 characters of Crockford base 32',
  examples: ['4z8k2m6p0q1r3s5t7v9w1x3y5z'],
});

const Amount = (description: string, example: string) => pattern(PATTERNS.amount, { description, examples: [example] });

const LOSS = {
  microEpsilon: Amount('Epsilon in millionths, as text', '1000000'),
  picoDelta: Amount('Delta in millionths of a millionth, as text', '0'),
};
const LossInput = Input(LOSS);
/** Of one release: never nothing, and below 1000. */
const Cost = Input({
  ...LOSS,
  microEpsilon: pattern('^[1-9][0-9]{0,8}$', { description: 'Epsilon in millionths, as text', examples: ['500000'] }),
});
const Loss = Type.Unsafe<PrivacyLoss>(Type.Object(LOSS));

const TERMS = { guarantee: choice(GUARANTEES), composition: choice(COMPOSITIONS) };

const whole = Type.Integer({ minimum: -1_000_000_000, maximum: 1_000_000_000 });
const kind = <K extends string>(name: K) => Type.Unsafe<K>({ type: 'string', const: name });
const width = Type.Integer({ minimum: 2, maximum: 1_000_000_000 });

/** One shape a kind of hierarchy. */
export const HIERARCHY_SHAPES = [
  Input({ kind: kind('flat'), values: list(line(200), { minItems: 1, maxItems: 10_000 }) }),
  Input({ kind: kind('interval'), from: whole, to: whole, widths: list(width, { maxItems: 10 }) }),
  Input({
    kind: kind('groups'),
    groups: Type.Unsafe<Groups>({ description: 'Named groups, nested: an object of groups, or of lists of values' }),
  }),
  Input({
    kind: kind('prefix'),
    lengths: list(Type.Integer({ minimum: 0, maximum: 100 }), { minItems: 1, maxItems: 10 }),
  }),
  Input({ kind: kind('mask'), from: Type.Optional(choice(['left', 'right'] as const)) }),
  Input({ kind: kind('date'), levels: Type.Optional(Type.Array(choice(DATE_LEVELS), { maxItems: 4 })) }),
  Input({ kind: choice(['atc', 'icd-10'] as const) }),
];
const Hierarchy = Type.Union(HIERARCHY_SHAPES);

export const ColumnName = line(100, { description: 'As in the header of the rows' });

export const Level = Type.Integer({ minimum: 0, maximum: 20 });
export const Positive = list(line(200), { minItems: 1, maxItems: 1000 });

export const Scheme = Input({
  patient: ColumnName,
  columns: list(Input({ name: ColumnName, hierarchy: Hierarchy, level: Level }), { minItems: 1, maxItems: 50 }),
  sensitive: Type.Optional(Input({ column: ColumnName, positive: Positive })),
});

const ACCOUNTS = list(Input({ ...TERMS, cap: LossInput }), { minItems: 1, maxItems: GUARANTEES.length });

const NAMED = { id: DatasetId, title: line(100), accounts: ACCOUNTS };

/** Rows of a file with a scheme of the steward's; or of this gateway's ended prescriptions, whose scheme is fixed. */
export const RegisterBody = Input({
  ...NAMED,
  source: Type.Union([
    Input({ kind: kind('file'), name: pattern('^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$') }),
    Input({ kind: kind('prescriptions') }),
  ]),
  scheme: Type.Optional(Scheme),
});

const DATASET = {
  id: DatasetId,
  title: Type.String(),
  owner: MspId,
  unit: Type.Literal('patient'),
  scheme: Digest,
  registeredBy: Actor,
  registeredAt: instant('When it was registered'),
  updatedAt: instant('When a cap was last raised'),
  version: Type.Integer(),
};
const Terms = Type.Object({ ...TERMS, cap: Loss });

export const DatasetSchema = Type.Object({ ...DATASET, accounts: list(Terms) });
export const DatasetWithReceipt = submitted(DatasetSchema);
export const BudgetSchema = Type.Object({
  ...DATASET,
  accounts: list(
    Type.Object({
      ...TERMS,
      cap: Loss,
      spent: Loss,
      picoRho: Type.String({ description: 'rho of zCDP in millionths of a millionth' }),
    }),
  ),
});

export const RaiseCapBody = Input({ guarantee: choice(GUARANTEES), cap: LossInput });

/** What is asked beyond the mode: the same in a request and in a steward's file. */
export const ASKED = {
  k: Type.Optional(Type.Integer({ minimum: 2, maximum: 1_000_000, description: 'Least patients of a group' })),
  suppression: Type.Optional(
    pattern('^(0(\\.[0-9]{1,6})?|1)$', {
      description: 'Part of the rows that `paper` may leave out',
      examples: ['0.02'],
    }),
  ),
  loss: Type.Optional(choice(LOSSES)),
};

export const AskBody = Input({
  dataset: DatasetId,
  mode: choice(RELEASE_MODES),
  cost: Cost,
  columns: Type.Array(ColumnName, { minItems: 1, maxItems: 20, uniqueItems: true }),
  ...ASKED,
});

const Guarantee = Type.Object({
  mode: choice(RELEASE_MODES),
  protects: choice(['presence', 'sensitive-value'] as const),
  neighbours: choice(['one-patient-more-or-less', 'one-sensitive-value-changed'] as const),
  unit: Type.Literal('patient'),
  epsilonMicro: Type.Integer({ description: 'Epsilon in millionths' }),
  deltaPico: Type.Integer({ description: 'Delta in millionths of a millionth' }),
  k: Type.Optional(Type.Integer()),
  assumptions: list(Type.String()),
  words: Type.String(),
});

const RELEASE = {
  id: ReleaseId,
  dataset: DatasetId,
  owner: MspId,
  mode: choice(RELEASE_MODES),
  cost: Loss,
  k: Type.Optional(Type.Integer()),
  scheme: Digest,
  request: Digest,
  status: choice(RELEASE_STATUSES),
  requestedBy: Actor,
  requestedAt: instant('When it was asked for'),
  approvedBy: Type.Optional(Actor),
  artefact: Type.Optional(Digest),
  updatedAt: instant('When it last changed'),
  version: Type.Integer(),
  guarantee: Guarantee,
};
export const ReleaseSchema = Type.Object(RELEASE);
export const ReleaseWithReceipt = submitted(ReleaseSchema);

export const PublicationSchema = Type.Object({
  release: ReleaseId,
  phase: choice(PUBLICATION_PHASES),
  part: Type.Optional(Type.Number({ description: 'How far the phase is, from 0 to 1, where it takes a while' })),
  code: Type.Optional(Type.String({ description: 'Code of the error table: why it failed' })),
  rule: Type.Optional(Type.String({ description: 'Rule that the rows break' })),
  startedAt: instant('When it began'),
  updatedAt: instant('When it came to this phase'),
});

export const DatasetParams = Input({ id: DatasetId });
export const ReleaseParams = Input({ id: ReleaseId });
export const Empty = Input({});
export const DatasetsQuery = Input(PAGING);
export const ReleasesQuery = Input({
  dataset: Type.Optional(DatasetId),
  status: Type.Optional(choice(RELEASE_STATUSES)),
  ...PAGING,
});

const cursor = Type.Optional(Type.String({ description: 'Where the next page begins; absent on the last' }));
export const DatasetsPage = Type.Object({ items: list(DatasetSchema), cursor });
export const ReleasesPage = Type.Object({ items: list(ReleaseSchema), cursor });
