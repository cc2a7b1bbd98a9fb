import { AnonymisationError } from '../anonymisation-error';
import type { ClassBase } from './class-base';
import type { ClassCount } from './class-counter';
import { Lattice } from './lattice';
import { TIE } from './loss';
import type { Objective } from './objective';

const UNKNOWN = 0;
const INVALID = 1;
/** Known to be valid, its loss not yet. */
const VALID = 2;
const DONE = 3;

/** Nodes the search keeps a byte for. */
const LARGEST_LATTICE = 1 << 22;

export interface Candidate {
  readonly levels: Int32Array;
  readonly loss: number;
  readonly count: ClassCount;
}

export interface SearchSpace {
  readonly lattice: Lattice;
  readonly base: ClassBase;
  readonly objective: Objective;
  readonly k: number;
  /** Most rows that may be suppressed. */
  readonly limit: number;
  /** Whether one node's levels come before another's in a tie. */
  isBefore(one: Int32Array, other: Int32Array): boolean;
}

/**
 * The optimal node of a lattice of levels, proved.
 *
 * A valid node suppresses at most `limit` rows; whatever is more general than a valid node is valid, whatever is more
 * special than an invalid one is invalid. The search first climbs from the bottom to a good valid node, then goes
 * through the lattice from general to special, attribute by attribute, leaving out every part whose floor is above the
 * best loss. What is left must be invalid: each node met is climbed from as far as invalid nodes go, and everything
 * below the last is ruled out at once.
 */
export class OptimumSearch {
  private readonly states: Uint8Array;
  private best: Candidate | undefined;
  private checked = 0;

  constructor(private readonly space: SearchSpace) {
    const { size } = space.lattice;
    if (size > LARGEST_LATTICE) {
      throw new AnonymisationError(
        'lattice-too-large',
        `${size} combinations of levels are more than ${LARGEST_LATTICE}`,
      );
    }
    this.states = new Uint8Array(size);
  }

  /** Nodes whose classes were counted. */
  get checks(): number {
    return this.checked;
  }

  /** Runs the search, yielding the part of the lattice that is done. The best node, or undefined where none is valid. */
  *run(): Generator<number, Candidate | undefined> {
    const { lattice, base } = this.space;
    this.climbFromBottom();
    yield 0;
    yield* this.sweep(Int32Array.from(lattice.lowest), 0, base);
    return this.best;
  }

  /** Goes through all nodes that share the levels before `attribute`, from general to special. */
  private *sweep(levels: Int32Array, attribute: number, base: ClassBase): Generator<number, void> {
    const { lattice, objective } = this.space;
    const lowest = lattice.lowest[attribute]!;
    for (let level = lattice.highest[attribute]!; level >= lowest; level--) {
      levels[attribute] = level;
      if (this.isWorse(objective.floor(levels))) continue;
      if (attribute === lattice.attributes - 1) {
        this.visit(levels, base);
        continue;
      }
      // What is more special still is invalid as well.
      if (this.states[lattice.index(lattice.topOf(levels, attribute))] === INVALID) break;
      const here = level === lowest ? base : base.at(levels);
      if (!objective.needsCounts || !this.isWorse(objective.floorOf(levels, here.own()))) {
        yield* this.sweep(levels, attribute + 1, here);
      }
      if (here !== base) here.release();
      if (attribute < 2) yield 1 - lattice.index(levels) / lattice.size;
    }
    levels[attribute] = lowest;
  }

  private visit(levels: Int32Array, base: ClassBase): void {
    const state = this.states[this.space.lattice.index(levels)]!;
    if (state === INVALID || state === DONE) return;
    const here = base.at(levels);
    const count = here.own();
    if (!this.judge(levels, count)) this.ruleOut(levels, here);
    else this.offer(levels, count, here);
    here.release();
  }

  /** Takes note of a node whose classes were counted, and of what follows from it for others. */
  private judge(levels: Int32Array, { smallRows }: ClassCount): boolean {
    const { lattice, limit } = this.space;
    this.checked++;
    if (smallRows > limit) return false;
    lattice.visitAbove(levels, (node) => {
      if (this.states[node] !== UNKNOWN) return false;
      this.states[node] = VALID;
      return true;
    });
    return true;
  }

  /** Makes a valid node the best, if it is. */
  private offer(levels: Int32Array, count: ClassCount, base: ClassBase): void {
    const { lattice, objective, isBefore } = this.space;
    this.states[lattice.index(levels)] = DONE;
    if (this.isWorse(objective.floorOf(levels, count))) return;
    const loss = objective.loss(levels, count, base);
    const { best } = this;
    const isBetter =
      best === undefined || loss < best.loss - TIE || (loss <= best.loss + TIE && isBefore(levels, best.levels));
    if (isBetter) this.best = { levels: levels.slice(), loss, count };
  }

  private isWorse(loss: number): boolean {
    return this.best !== undefined && loss > this.best.loss + TIE;
  }

  /** Climbs from an invalid node while there is an invalid one above, and rules out everything below the last. */
  private ruleOut(from: Int32Array, base: ClassBase): void {
    const { lattice } = this.space;
    const levels = from.slice();
    const opened: ClassBase[] = [];
    let here = base;
    for (let attribute = 0; attribute < lattice.attributes; attribute++) {
      const highest = lattice.highest[attribute]!;
      const level = levels[attribute]!;
      if (level === highest) continue;
      levels[attribute] = highest;
      if (!this.isValid(levels, here)) {
        here = here.at(levels);
        opened.push(here);
        continue;
      }
      levels[attribute] = level;
      while (levels[attribute]! + 1 < highest) {
        levels[attribute]!++;
        if (!this.isValid(levels, here)) continue;
        levels[attribute]!--;
        break;
      }
    }
    for (const one of opened) one.release();
    lattice.visitBelow(levels, (node) => {
      if (this.states[node] === INVALID) return false;
      this.states[node] = INVALID;
      return true;
    });
  }

  private isValid(levels: Int32Array, base: ClassBase): boolean {
    const state = this.states[this.space.lattice.index(levels)]!;
    return state === UNKNOWN ? this.judge(levels, base.count(levels)) : state !== INVALID;
  }

  /**
   * Climbs from the bottom, each step the one that saves most suppressed rows for the loss it costs, until a node is
   * valid. Savings known from further down serve until they come first: a step is counted again before it is taken.
   */
  private climbFromBottom(): void {
    const { lattice, objective, limit } = this.space;
    const levels = Int32Array.from(lattice.lowest);
    let base = this.space.base;
    let here = base.count(levels);
    const prices = lattice.lowest.map(() => 0);
    while (here.smallRows > limit) {
      const price = (attribute: number): number => {
        levels[attribute]!++;
        const cost = objective.needsCounts ? 0 : objective.floor(levels);
        const count = base.count(levels);
        levels[attribute]!--;
        this.checked++;
        const loss = objective.needsCounts ? here.classes - count.classes + 1 : cost - objective.floor(levels);
        return loss / Math.max(1 / 16, here.smallRows - count.smallRows);
      };
      const next = cheapest(prices, price, (attribute) => levels[attribute]! < lattice.highest[attribute]!);
      if (next === undefined) return;
      levels[next]!++;
      prices[next] = 0;
      base = base.at(levels);
      here = base.own();
    }
    // The lowest levels that are allowed need not be those of the tuples.
    if (base === this.space.base) base = base.at(levels);
    this.judge(levels, here);
    this.offer(levels, base.own(), base);
  }
}

/** The position with the least price, where prices known before are not above the true ones by much. */
function cheapest(
  prices: number[],
  price: (at: number) => number,
  isOpen: (at: number) => boolean,
): number | undefined {
  const fresh = new Set<number>();
  for (;;) {
    let least: number | undefined;
    prices.forEach((known, at) => {
      if (isOpen(at) && (least === undefined || known < prices[least]!)) least = at;
    });
    if (least === undefined || fresh.has(least)) return least;
    prices[least] = price(least);
    fresh.add(least);
  }
}
