import { AnonymisationError } from '../anonymisation/anonymisation-error';
import type { TupleTable } from '../anonymisation/data/tuple-table';
import { buildHierarchy } from '../anonymisation/hierarchy/build-hierarchy';
import { leavesOf, type Hierarchy } from '../anonymisation/hierarchy/hierarchy';
import type { ExactSampler } from '../anonymisation/noise/exact-sampler';
import { releaseDp } from '../anonymisation/release/dp-release';
import { releaseHistogram, type BinnedColumn } from '../anonymisation/release/histogram-release';
import { requireOneRowEach } from '../anonymisation/release/one-row-each';
import { releaseAsPaper } from '../anonymisation/release/paper-release';
import type { Release } from '../anonymisation/release/release';
import { divide } from '../anonymisation/release/sensitive-table';
import type { ReleaseRequest, Scheme, SchemeColumn } from './scheme';

/** Definitions whose values are known without the data: the bins of others would tell who is in it. */
const PUBLIC: readonly string[] = ['interval', 'groups', 'flat'];

/**
 * The engine's release of a mode, under a scheme.
 * @throws AnonymisationError where rows, scheme and request do not fit
 */
export function makeRelease(
  table: TupleTable,
  scheme: Scheme,
  request: ReleaseRequest,
  sampler: ExactSampler,
): Release {
  requireOneRowEach(table, scheme.patient);
  const columns = request.columns.map((name) => schemeColumn(scheme, name));
  return MAKERS[request.mode]({ table, scheme, request, columns, sampler });
}

interface Making {
  readonly table: TupleTable;
  readonly scheme: Scheme;
  readonly request: ReleaseRequest;
  readonly columns: readonly SchemeColumn[];
  readonly sampler: ExactSampler;
}

const MAKERS: Readonly<Record<ReleaseRequest['mode'], (making: Making) => Release>> = {
  histogram: ({ table, request, columns, sampler }) =>
    releaseHistogram(
      {
        columns: columns.map((column) => binned(table, column)),
        counted: table.weights,
        epsilonMicro: Number(request.cost.microEpsilon),
      },
      sampler,
    ),

  dp(making) {
    const { request, columns, sampler } = making;
    const levels = columns.map(({ level }) => level);
    return releaseDp({ ...tableQuestion(making), levels, deltaPico: Number(request.cost.picoDelta) }, sampler);
  },

  paper(making) {
    const { suppression = 0, loss = 'loss-geo' } = making.request;
    return releaseAsPaper({ ...tableQuestion(making), suppression, loss }, making.sampler).release;
  },
};

/** What tables with groups are asked by: the sensitive column is the scheme's. */
function tableQuestion({ table, scheme: { sensitive }, request, columns }: Making) {
  if (sensitive === undefined) throw new AnonymisationError('missing-column', 'the scheme names no sensitive column');
  if (request.k === undefined) throw new AnonymisationError('bad-k', 'no k was given');
  return {
    data: divide(table, request.columns, sensitive),
    sensitive: sensitive.column,
    hierarchies: columns.map((column) => hierarchyOf(table, column)),
    k: request.k,
    epsilonMicro: Number(request.cost.microEpsilon),
  };
}

function schemeColumn({ columns }: Scheme, name: string): SchemeColumn {
  const column = columns.find((each) => each.name === name);
  if (column === undefined) throw new AnonymisationError('missing-column', `the scheme has no column ${name}`);
  return column;
}

const columnOf = ({ columns }: TupleTable, name: string) => columns.find((column) => column.name === name)!;

/** @throws AnonymisationError where the data has a value that the hierarchy has not */
function hierarchyOf(table: TupleTable, { name, hierarchy: definition }: SchemeColumn): Hierarchy {
  const { values } = columnOf(table, name);
  const hierarchy = buildHierarchy(name, definition, values);
  leavesOf(hierarchy, values);
  return hierarchy;
}

/** The bins of a column are the values of its level, occupied or not. */
function binned(table: TupleTable, column: SchemeColumn): BinnedColumn {
  const { name, hierarchy: definition, level } = column;
  if (!PUBLIC.includes(definition.kind) || (definition.kind === 'flat' && definition.values === undefined)) {
    throw new AnonymisationError('bad-bins', `the bins of ${name} would come from the data`);
  }
  const { leaves, levels } = hierarchyOf(table, column);
  const generalised = levels[level];
  if (generalised === undefined) throw new AnonymisationError('level-range', `${name} has no level ${level}`);
  const values: string[][] = generalised.values.map(() => []);
  leaves.forEach((leaf, at) => values[generalised.ofLeaf[at]!]!.push(leaf));
  return {
    column: columnOf(table, name),
    bins: generalised.values.map((bin, at) => ({ name: bin, values: values[at]! })),
  };
}
