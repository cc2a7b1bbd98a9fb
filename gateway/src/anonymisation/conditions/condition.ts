import { AnonymisationError } from '../anonymisation-error';

/** How often each sensitive value occurs in a class, in one order for all classes. */
export type Counts = readonly number[];

/** A demand on the sensitive values of each class, beside its size. */
export interface Condition {
  readonly name: string;
  /** @param all - counts over the whole table */
  holds(counts: Counts, all: Counts): boolean;
}

/** At least l different values (Machanavajjhala and others 2006). */
export function distinctDiversity(l: number): Condition {
  requireWhole('distinct l-diversity', l);
  return { name: `distinct ${l}-diversity`, holds: (counts) => counts.filter((count) => count > 0).length >= l };
}

/** An entropy of at least log l: as spread as l values that occur alike. */
export function entropyDiversity(l: number): Condition {
  if (!(l >= 1)) throw new AnonymisationError('bad-condition', `entropy l-diversity needs l of at least 1, not ${l}`);
  return {
    name: `entropy ${l}-diversity`,
    holds: (counts) => {
      const total = sum(counts);
      const entropy = counts.reduce(
        (bits, count) => (count === 0 ? bits : bits - (count / total) * Math.log(count / total)),
        0,
      );
      return entropy >= Math.log(l) - 1e-12;
    },
  };
}

/** The most frequent value occurs less than c times as often as all but the l - 1 most frequent together. */
export function recursiveDiversity(c: number, l: number): Condition {
  requireWhole('recursive (c, l)-diversity', l);
  if (!(c > 0)) throw new AnonymisationError('bad-condition', `recursive (c, l)-diversity needs c above 0, not ${c}`);
  return {
    name: `recursive (${c}, ${l})-diversity`,
    holds: (counts) => {
      const sorted = counts.toSorted((one, other) => other - one);
      return sorted[0]! < c * sum(sorted.slice(l - 1));
    },
  };
}

/** The values of a class are distributed as those of the table but for a distance of t, all values equally far apart. */
export const equalCloseness = (t: number): Condition => ({
  name: `t-closeness ${checkedT(t)}, equal distance`,
  holds: (counts, all) => equalDistance(counts, all) <= t + 1e-12,
});

/**
 * The same where values are as far apart as the level at which they become one (Li, Li, Venkatasubramanian 2007).
 * @param paths - for each value its groups, the value itself first, the group of all last
 */
export const hierarchicalCloseness = (t: number, paths: readonly (readonly string[])[]): Condition => ({
  name: `t-closeness ${checkedT(t)}, hierarchical distance`,
  holds: (counts, all) => hierarchicalDistance(counts, all, paths) <= t + 1e-12,
});

/** Earth mover's distance where all values are 1 apart: half the sum of the differences. */
export function equalDistance(counts: Counts, all: Counts): number {
  return sum(differences(counts, all).map(Math.abs)) / 2;
}

/** Earth mover's distance where two values are h/H apart, h the level of their first common group and H the highest. */
export function hierarchicalDistance(counts: Counts, all: Counts, paths: readonly (readonly string[])[]): number {
  const height = (paths[0]?.length ?? 1) - 1;
  if (height === 0) return 0;
  let inside = new Map<string, number>();
  differences(counts, all).forEach((difference, value) => inside.set(keyOf(paths[value]!, 0), difference));
  let cost = 0;
  for (let level = 1; level <= height; level++) {
    const groups = new Map<string, { surplus: number; lack: number }>();
    const parentOf = new Map(paths.map((path) => [keyOf(path, level - 1), keyOf(path, level)]));
    for (const [child, difference] of inside) {
      const group = groups.get(parentOf.get(child)!) ?? { surplus: 0, lack: 0 };
      if (difference > 0) group.surplus += difference;
      else group.lack -= difference;
      groups.set(parentOf.get(child)!, group);
    }
    // What can be moved inside a group is moved there; the rest has to go further up.
    for (const { surplus, lack } of groups.values()) cost += (level / height) * Math.min(surplus, lack);
    inside = new Map([...groups].map(([name, { surplus, lack }]) => [name, surplus - lack]));
  }
  return cost;
}

/** A group is the same only where all that is above it is. */
const keyOf = (path: readonly string[], level: number): string => JSON.stringify(path.slice(level));

function differences(counts: Counts, all: Counts): number[] {
  const [here, everywhere] = [sum(counts), sum(all)];
  return counts.map((count, value) => count / here - all[value]! / everywhere);
}

const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0);

function checkedT(t: number): number {
  if (!(t >= 0 && t <= 1)) throw new AnonymisationError('bad-condition', `t-closeness needs t from 0 to 1, not ${t}`);
  return t;
}

function requireWhole(name: string, l: number): void {
  if (!Number.isSafeInteger(l) || l < 1)
    throw new AnonymisationError('bad-condition', `${name} needs a whole l, not ${l}`);
}
