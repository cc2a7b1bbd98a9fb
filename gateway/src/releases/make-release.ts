import { AnonymisationError } from '../anonymisation/anonymisation-error';
import type { TupleTable } from '../anonymisation/data/tuple-table';
import { buildHierarchy } from '../anonymisation/hierarchy/build-hierarchy';
import { leavesOf, type Hierarchy } from '../anonymisation/hierarchy/hierarchy';
import type { HierarchyDefinition } from '../anonymisation/hierarchy/hierarchy-definition';
import type { ExactSampler } from '../anonymisation/noise/exact-sampler';
import { releaseDp, type DpQuestion } from '../anonymisation/release/dp-release';
import {
  releaseHistogram,
  type BinnedColumn,
  type HistogramQuestion,
} from '../anonymisation/release/histogram-release';
import { requireOneRowEach } from '../anonymisation/data/one-row-each';
import { releaseAsPaper, type PaperQuestion } from '../anonymisation/release/paper-release';
import type { Release } from '../anonymisation/release/release';
import { divide } from '../anonymisation/release/sensitive-table';
import { findOptimum } from '../anonymisation/search/find-optimum';
import type { Optimum, OptimumQuestion } from '../anonymisation/search/optimum-question';
import type { Question, Scheme, SchemeColumn } from './scheme';

/** Definitions whose values are known without the data: the bins of others would tell who is in it. */
const PUBLIC: readonly HierarchyDefinition['kind'][] = ['interval', 'groups', 'flat'];

export const isPublic = (definition: HierarchyDefinition): boolean =>
  PUBLIC.includes(definition.kind) && !(definition.kind === 'flat' && definition.values === undefined);

/**
 * The engine's release of a mode, under a scheme.
 * @param find - the search for the optimal generalisation, for whoever wants to tell how far it is
 * @throws AnonymisationError where rows, scheme and question do not fit
 */
export function makeRelease(
  table: TupleTable,
  scheme: Scheme,
  question: Question,
  sampler: ExactSampler,
  find: Find = findOptimum,
): Release {
  const making = { table, scheme, question };
  return MAKERS[question.mode](making, sampler, find);
}

export type Find = (question: OptimumQuestion) => Optimum;

/** Rows, how they are read, and what is asked of them. */
export interface Making {
  readonly table: TupleTable;
  readonly scheme: Scheme;
  readonly question: Question;
}

const MAKERS: Readonly<Record<Question['mode'], (making: Making, sampler: ExactSampler, find: Find) => Release>> = {
  histogram: (making, sampler) => releaseHistogram(histogramQuestion(making), sampler),
  dp: (making, sampler) => releaseDp(dpQuestion(making), sampler),
  paper: (making, sampler, find) => releaseAsPaper(paperQuestion(making), sampler, find).release,
};

/** @throws AnonymisationError where rows, scheme and question do not fit */
export function histogramQuestion(making: Making): HistogramQuestion {
  return {
    columns: columnsOf(making).map((column) => binned(making.table, column)),
    counted: making.table.weights,
    epsilonMicro: Number(making.question.cost.microEpsilon),
  };
}

/** @throws AnonymisationError where rows, scheme and question do not fit */
export function dpQuestion(making: Making): DpQuestion {
  const levels = columnsOf(making).map(({ level }) => level);
  return { ...tableQuestion(making), levels, deltaPico: Number(making.question.cost.picoDelta) };
}

/** @throws AnonymisationError where rows, scheme and question do not fit */
export function paperQuestion(making: Making): PaperQuestion {
  const { suppression = 0, loss = 'loss-geo' } = making.question;
  return { ...tableQuestion(making), suppression, loss };
}

/** What tables with groups are asked by: the sensitive column is the scheme's. */
function tableQuestion(making: Making) {
  const { table, scheme, question } = making;
  if (scheme.sensitive === undefined) {
    throw new AnonymisationError('missing-column', 'the scheme names no sensitive column');
  }
  if (question.k === undefined) throw new AnonymisationError('bad-k', 'no k was given');
  return {
    data: divide(table, question.columns, scheme.sensitive),
    sensitive: scheme.sensitive.column,
    hierarchies: columnsOf(making).map((column) => hierarchyOf(table, column)),
    k: question.k,
    epsilonMicro: Number(question.cost.microEpsilon),
  };
}

/** The columns that are asked for; each patient's rows are counted first. */
function columnsOf({ table, scheme, question }: Making): readonly SchemeColumn[] {
  requireOneRowEach(table, scheme.patient);
  return question.columns.map((name) => schemeColumn(scheme, name));
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
  if (!isPublic(definition)) {
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
