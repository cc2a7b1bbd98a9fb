import type { ClassCount } from './class-counter';
import { aggregate, AttributeLoss, type Aggregate, type Loss } from './loss';
import type { SearchAttribute } from './search-attribute';

/** The classes of a node, as far as a loss depends on them. */
export interface SmallClasses {
  /** Calls back with the rows of each class that is left out, and an input position in it. */
  eachSmall(visit: (rows: number, position: number) => void): void;
}

/** What the search makes small. */
export interface Objective {
  /** The loss of a node, whose classes are given. */
  loss(levels: Int32Array, count: ClassCount, classes: SmallClasses): number;
  /** No more general node, and not the node itself, has less. Known from the levels alone. */
  floor(levels: Int32Array): number;
  /** The same, where the node's classes have been counted. */
  floorOf(levels: Int32Array, count: ClassCount): number;
  /** How good it is thought to be, beside other attributes, to go down one level in this one. */
  saving(levels: Int32Array, attribute: number): number;
  /** Whether `floorOf` says more than `floor`. */
  readonly needsCounts: boolean;
}

export interface Rows {
  readonly attributes: readonly SearchAttribute[];
  readonly weights: Int32Array;
  readonly rows: number;
  readonly k: number;
}

export const createObjective = (loss: Loss, rows: Rows, weights: readonly number[]): Objective =>
  loss === 'aecs' ? new ClassSizeObjective(rows) : new GeneralisationObjective(rows, aggregate(loss, weights));

/**
 * Loss by generalisation. Without suppression it is put together from one number for each attribute and level; a
 * suppressed row only adds to it: hence the floor, which needs no look at the data.
 */
class GeneralisationObjective implements Objective {
  readonly needsCounts = false;
  private readonly losses: readonly AttributeLoss[];
  private readonly parts: readonly Float64Array[];

  constructor(
    { attributes, weights, rows }: Rows,
    private readonly aggregate: Aggregate,
  ) {
    this.losses = attributes.map((attribute) => new AttributeLoss(attribute, weights, rows));
    this.parts = this.losses.map((loss, position) =>
      loss.sums.map((sum) => aggregate.part(loss.normalised(sum), position)),
    );
  }

  floor(levels: Int32Array): number {
    let joined = this.aggregate.empty;
    for (let position = 0; position < levels.length; position++) {
      joined = this.aggregate.join(joined, this.parts[position]![levels[position]!]!);
    }
    return this.aggregate.whole(joined);
  }

  floorOf(levels: Int32Array): number {
    return this.floor(levels);
  }

  saving(levels: Int32Array, attribute: number): number {
    const parts = this.parts[attribute]!;
    const level = levels[attribute]!;
    return this.aggregate.without(parts[level]!, parts[level - 1]!);
  }

  loss(levels: Int32Array, { smallRows }: ClassCount, classes: SmallClasses): number {
    if (smallRows === 0) return this.floor(levels);
    const sums = this.losses.map(({ sums: of }, position) => of[levels[position]!]!);
    classes.eachSmall((rows, at) => {
      this.losses.forEach(({ attribute: { codes, domain, levels: all } }, position) => {
        sums[position]! += rows * (domain - all[levels[position]!]!.leaves[codes[at]!]!);
      });
    });
    const parts = this.losses.map((loss, position) => this.aggregate.part(loss.normalised(sums[position]!), position));
    return this.aggregate.whole(
      parts.reduce((joined, part) => this.aggregate.join(joined, part), this.aggregate.empty),
    );
  }
}

/** Average class size: rows by classes, all suppressed rows being one class. */
class ClassSizeObjective implements Objective {
  readonly needsCounts = true;

  private readonly rows: number;
  private readonly k: number;

  constructor(private readonly of: Rows) {
    this.rows = of.rows;
    this.k = of.k;
  }

  saving(levels: Int32Array, attribute: number): number {
    const all = this.of.attributes[attribute]!.levels;
    const level = levels[attribute]!;
    // By the step that splits classes least, most steps can be gone.
    return -all[level - 1]!.count / all[level]!.count;
  }

  loss(_levels: Int32Array, { classes, smallClasses, smallRows }: ClassCount): number {
    return this.rows / (classes - smallClasses + (smallRows > 0 ? 1 : 0));
  }

  floor(): number {
    return 0;
  }

  /** Going up, classes of k and more can only merge, and k rows of small ones make at most one more. */
  floorOf(_levels: Int32Array, { classes, smallClasses, smallRows }: ClassCount): number {
    const more = smallRows === 0 ? 0 : 1 + Math.floor((smallRows - 1) / this.k);
    return this.rows / (classes - smallClasses + more);
  }
}
