import type { TupleTable } from '../data/tuple-table';
import { buildHierarchy } from '../hierarchy/build-hierarchy';
import type { Hierarchy } from '../hierarchy/hierarchy';
import type { ExactSampler } from '../noise/exact-sampler';
import { classesAt } from '../release/classes';
import { releaseHistogram } from '../release/histogram-release';
import { releaseAsPaper, type PaperRelease } from '../release/paper-release';
import { divide, type SensitiveTable } from '../release/sensitive-table';
import { knownPersonRisk } from '../report/attack-models';
import { relativeError, spread } from '../report/histogram-error';
import { reportOn, type Report } from '../report/report';
import { ADULT_COLUMNS } from './adult-file';
import { ADULT_HIERARCHIES } from './adult-hierarchies';

/** The paper names no parameters; these are ours. */
export interface ExperimentParameters {
  readonly k: number;
  readonly suppression: string;
  readonly epsilonMicro: number;
}

/** The paper's experiment (section VI) on ADULT. */
export interface Experiment {
  readonly parameters: ExperimentParameters;
  readonly made: PaperRelease;
  readonly report: Report;
  /** Attribute gain where noise is put on the counts of the rows as they are. */
  readonly noiseAloneGain: number;
  /** Fig. 6: people with a spouse by age, as they are and as released in three ways. */
  readonly histogram: {
    readonly ages: readonly number[];
    readonly exact: readonly number[];
    readonly direct: readonly number[];
    readonly ageAlone: readonly number[];
    readonly paper: readonly number[];
  };
  readonly errors: Readonly<Record<'direct' | 'ageAlone' | 'paper', number>>;
}

const SENSITIVE = { column: 'marital-status', positive: ['Married-civ-spouse', 'Married-AF-spouse'] };
const NAME = 'spouse-present';
const AGES = Array.from({ length: 74 }, (_, at) => 17 + at);

export function runExperiment(table: TupleTable, parameters: ExperimentParameters, sampler: ExactSampler): Experiment {
  const { k, suppression, epsilonMicro } = parameters;
  const data = divide(
    table,
    ADULT_COLUMNS.filter((name) => name !== SENSITIVE.column),
    SENSITIVE,
  );
  const hierarchies = hierarchiesOf(data);
  const ask = (asked: SensitiveTable): PaperRelease =>
    releaseAsPaper(
      {
        data: asked,
        sensitive: NAME,
        hierarchies: hierarchiesOf(asked),
        k,
        suppression,
        loss: 'loss-geo',
        epsilonMicro,
      },
      sampler,
    );
  const made = ask(data);
  const raw = classesAt(
    data,
    hierarchies,
    hierarchies.map(() => 0),
  );
  const positives = data.positives.reduce((sum, one) => sum + one, 0);
  const age = divide(table, ['age'], SENSITIVE);
  const exact = byAge(
    classesAt(age, hierarchiesOf(age), [0]).map(({ values, positives: count }) => ({ band: values[0]!, count })),
  );
  const bins = AGES.map((one) => ({ name: String(one), values: [String(one)] }));
  const direct = releaseHistogram(
    { columns: [{ column: age.quasiIdentifiers.columns[0]!, bins }], counted: age.positives, epsilonMicro },
    sampler,
  ).rows.map((row) => row.at(-1) as number);
  const ageAlone = byAge(bandsOf(ask(age), 0));
  const paper = byAge(bandsOf(made, ADULT_COLUMNS.filter((name) => name !== SENSITIVE.column).indexOf('age')));
  return {
    parameters,
    made,
    report: reportOn(made, data, raw, 'loss-geo'),
    noiseAloneGain: knownPersonRisk({ classes: raw, rows: table.rows, positives, epsilonMicro }).attributeGain,
    histogram: { ages: AGES, exact, direct, ageAlone, paper },
    errors: {
      direct: relativeError(exact, direct),
      ageAlone: relativeError(exact, ageAlone),
      paper: relativeError(exact, paper),
    },
  };
}

const hierarchiesOf = ({ quasiIdentifiers }: SensitiveTable): Hierarchy[] =>
  quasiIdentifiers.columns.map(({ name, values }) => buildHierarchy(name, ADULT_HIERARCHIES[name]!, values));

const bandsOf = ({ release }: PaperRelease, ageAt: number): { band: string; count: number }[] =>
  release.rows.map((row) => ({ band: String(row[ageAt]), count: row.at(-1) as number }));

/** Counts of ages and of bands of ages, `21-40` or `*`, on the ages in them. */
function byAge(bands: readonly { readonly band: string; readonly count: number }[]): number[] {
  const inside = ({ band, count }: { band: string; count: number }) => {
    const [low, high] = band === '*' ? [0, 200] : band.split('-').map(Number);
    const ages = AGES.flatMap((age, at) => (low! <= age && age <= (high ?? low!) ? [at] : []));
    return { bins: ages, count };
  };
  return spread(
    bands.map(inside).filter(({ bins }) => bins.length > 0),
    AGES.length,
  );
}
