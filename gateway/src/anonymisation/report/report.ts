import type { Guarantee } from '../release/guarantee';
import type { PaperRelease } from '../release/paper-release';
import type { SensitiveTable } from '../release/sensitive-table';
import {
  allButOneRisk,
  knownPersonRisk,
  nothingKnownRisk,
  presenceRisk,
  reidentificationRisk,
  type KnownPersonRisk,
  type ReidentificationRisk,
} from './attack-models';

/**
 * Risk and utility of a release with groups: by the paper's method, or differentially private. Computed on the raw data, so itself a release that nothing
 * protects: for the steward alone.
 */
export interface Report {
  readonly internal: true;
  readonly mode: Guarantee['mode'];
  readonly k: number;
  readonly epsilonMicro: number;
  readonly levels: Readonly<Record<string, number>>;
  readonly risk: {
    /** Before anything is done, with generalisation alone, and with noise as well. */
    readonly knownPerson: Readonly<Record<'raw' | 'kAnonymity' | 'both', KnownPersonRisk>>;
    readonly allButOne: Readonly<Record<'kAnonymity' | 'both', number>>;
    /** Right about whether a person is in the data, knowing all others. */
    readonly presence: number;
    readonly nothingKnown: { readonly linkage: number; readonly attributeGain: number };
    readonly reidentification: ReidentificationRisk;
  };
  readonly utility: {
    readonly loss: number;
    readonly metric: string;
    readonly classes: number;
    readonly rows: number;
    readonly suppressed: number;
    /** Part of the rows that are in the release. */
    readonly covered: number;
    /** Relative L1 error of the sensitive counts over the released classes. */
    readonly countError: number;
  };
  /** Sizes of the classes: how many classes there are of each power of two. */
  readonly classSizes: readonly { readonly from: number; readonly classes: number }[];
}

/** A release with groups, and what it was made of. */
export interface Reported extends Omit<PaperRelease, 'optimum'> {
  readonly optimum: Pick<PaperRelease['optimum'], 'loss' | 'suppressed'>;
}

/**
 * @param reported - the release with the classes that are in it, in the order of its rows
 * @param raw - the classes of the data as it is
 */
export function reportOn(
  { release, optimum, classes }: Reported,
  data: SensitiveTable,
  raw: PaperRelease['classes'],
  metric: string,
): Report {
  const { rows } = data.quasiIdentifiers;
  const positives = data.positives.reduce((sum, count) => sum + count, 0);
  const { mode, epsilonMicro, k = 0 } = release.guarantee;
  const exposure = { classes, rows, positives, isSizeNoisy: mode === 'dp' };
  const noisyAt = release.columns.findIndex(
    (name, at) => at >= data.quasiIdentifiers.columns.length && name.endsWith('(Y)'),
  );
  const noisy = release.rows.map((row) => row[noisyAt] as number);
  const exact = classes.map((one) => one.positives);
  return {
    internal: true,
    mode,
    k,
    epsilonMicro,
    levels: release.levels!,
    risk: {
      knownPerson: {
        raw: knownPersonRisk({ classes: raw, rows, positives }),
        kAnonymity: knownPersonRisk(exposure),
        both: knownPersonRisk({ ...exposure, epsilonMicro }),
      },
      allButOne: { kAnonymity: allButOneRisk(), both: allButOneRisk(epsilonMicro) },
      presence: presenceRisk(release.guarantee),
      nothingKnown: nothingKnownRisk(rows),
      reidentification: reidentificationRisk(classes, 1 / (2 * k)),
    },
    utility: {
      loss: optimum.loss,
      metric,
      classes: classes.length,
      rows,
      suppressed: optimum.suppressed,
      covered: 1 - optimum.suppressed / rows,
      countError:
        exact.reduce((sum, count, at) => sum + Math.abs(count - noisy[at]!), 0) /
        Math.max(
          1,
          exact.reduce((sum, count) => sum + count, 0),
        ),
    },
    classSizes: sizes(classes.map((one) => one.rows)),
  };
}

function sizes(all: readonly number[]): { from: number; classes: number }[] {
  const bins = new Map<number, number>();
  for (const size of all) {
    const from = 2 ** Math.floor(Math.log2(size));
    bins.set(from, (bins.get(from) ?? 0) + 1);
  }
  return [...bins].map(([from, classes]) => ({ from, classes })).sort((one, other) => one.from - other.from);
}
