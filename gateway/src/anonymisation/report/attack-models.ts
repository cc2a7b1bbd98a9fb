import { discreteLaplace } from '../noise/discrete-laplace';
import type { EquivalenceClass } from '../release/classes';
import type { Guarantee } from '../release/guarantee';
import { sumReaches } from '../release/threshold';

/** What the risk of a release is computed from. Exact, hence the steward's alone. */
export interface Exposure {
  /** Released classes. */
  readonly classes: readonly EquivalenceClass[];
  /** All rows, suppressed ones included, and those of them with the positive value. */
  readonly rows: number;
  readonly positives: number;
  /** Noise on the counts of positives; undefined for exact counts. */
  readonly epsilonMicro?: number;
  /** Whether the others of a class are counted with noise of their own, and no exact size is published. */
  readonly isSizeNoisy?: boolean;
}

/**
 * Model 1 of the paper: the attacker knows the quasi-identifiers of a person, and that the person is in the data.
 * Names are ARX's where it has one: prosecutor risk is of a person known to be in the data.
 */
export interface KnownPersonRisk {
  /** Chance to pick the person's own row: mean and worst over released rows. */
  readonly linkage: { readonly average: number; readonly highest: number };
  /** Part of rows whose sensitive value is guessed right by the majority of the class, less the same by the majority of all. */
  readonly attributeGain: number;
  /** The part of that which is there because the person itself is in the class. */
  readonly participationGain: number;
  /** Part of released rows in a class whose rows all have one sensitive value. */
  readonly homogeneity: number;
}

export function knownPersonRisk(exposure: Exposure): KnownPersonRisk {
  const { classes, rows, positives } = exposure;
  const released = classes.reduce((sum, one) => sum + one.rows, 0);
  const positiveReleased = classes.reduce((sum, one) => sum + one.positives, 0);
  const isMostlyPositive = positives > rows - positives;
  const base = Math.max(positives, rows - positives) / rows;
  // Nothing is published of a suppressed row: it is guessed as the majority of all.
  const suppressedRight = isMostlyPositive
    ? positives - positiveReleased
    : rows - released - (positives - positiveReleased);
  const saysYes = majorityOf(exposure);
  let withPerson = suppressedRight;
  let withoutPerson = suppressedRight;
  for (const { rows: size, positives: yes } of classes) {
    const no = size - yes;
    const says = saysYes(yes, size);
    withPerson += yes * says + no * (1 - says);
    if (yes > 0) withoutPerson += yes * saysYes(yes - 1, size - 1);
    if (no > 0) withoutPerson += no * (1 - saysYes(yes, size - 1));
  }
  const homogeneous = classes.filter(({ rows: size, positives: yes }) => yes === 0 || yes === size);
  return {
    linkage: {
      average: released === 0 ? 0 : classes.length / released,
      highest: classes.reduce((worst, { rows: size }) => Math.max(worst, 1 / size), 0),
    },
    attributeGain: withPerson / rows - base,
    participationGain: (withPerson - withoutPerson) / rows,
    homogeneity: released === 0 ? 0 : homogeneous.reduce((sum, one) => sum + one.rows, 0) / released,
  };
}

/** Probability that the published count says that most of a class are positive. */
function majorityOf({ epsilonMicro, isSizeNoisy }: Exposure): (positives: number, rows: number) => number {
  if (epsilonMicro === undefined) return (positives, rows) => (2 * positives > rows ? 1 : 0);
  if (isSizeNoisy === true) return (positives, rows) => sumReaches(epsilonMicro, rows - 2 * positives + 1);
  const { atLeast } = discreteLaplace(epsilonMicro);
  return (positives, rows) => atLeast(Math.floor(rows / 2) + 1 - positives);
}

/**
 * Model 1*: the attacker knows everybody in the class but the person, and guesses its sensitive value from the count.
 * 1 with exact counts, e^epsilon / (1 + e^epsilon) with noise.
 */
export const allButOneRisk = (epsilonMicro?: number): number =>
  epsilonMicro === undefined ? 1 : 1 / (1 + Math.exp(-epsilonMicro / 1e6));

/**
 * The attacker knows everybody but one person, and guesses whether that person is in the data at all. With exact class
 * sizes it is a subtraction.
 */
export const presenceRisk = ({ protects, epsilonMicro, deltaPico }: Guarantee): number =>
  protects === 'presence' ? Math.min(1, allButOneRisk(epsilonMicro) + deltaPico / 1e12) : 1;

/** Model 2: the attacker knows nothing about the person. */
export const nothingKnownRisk = (rows: number): { linkage: number; attributeGain: number } => ({
  linkage: 1 / rows,
  attributeGain: 0,
});

/**
 * Risk of re-identification as ARX reports it. Journalist risk, of a person who may or may not be in the data, needs the
 * population: with none given the data is the population, and it is the prosecutor's.
 */
export interface ReidentificationRisk {
  readonly prosecutor: { readonly highest: number; readonly atRisk: number };
  readonly journalist: { readonly highest: number; readonly atRisk: number };
  /** Part of all rows that an attacker who links all of them would get right. */
  readonly marketer: number;
}

/** @param threshold - risk above which a row is at risk */
export function reidentificationRisk(
  classes: readonly EquivalenceClass[],
  threshold: number,
  populationOf: (one: EquivalenceClass) => number = ({ rows }) => rows,
): ReidentificationRisk {
  const released = classes.reduce((sum, { rows }) => sum + rows, 0);
  const of = (size: (one: EquivalenceClass) => number): { highest: number; atRisk: number } => ({
    highest: classes.reduce((worst, one) => Math.max(worst, 1 / size(one)), 0),
    atRisk:
      classes.filter((one) => 1 / size(one) > threshold).reduce((sum, { rows }) => sum + rows, 0) /
      Math.max(1, released),
  });
  return {
    prosecutor: of(({ rows }) => rows),
    journalist: of(populationOf),
    marketer: classes.length / Math.max(1, released),
  };
}
