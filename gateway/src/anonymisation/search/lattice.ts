/** All combinations of levels, numbered in mixed radix, the last attribute fastest. */
export class Lattice {
  readonly size: number;
  readonly strides: Float64Array;
  private readonly heights: Int32Array;

  /** @param lowest - lowest level of each attribute @param highest - highest level, itself included */
  constructor(
    readonly lowest: readonly number[],
    readonly highest: readonly number[],
  ) {
    this.heights = Int32Array.from(lowest, (low, attribute) => highest[attribute]! - low + 1);
    this.strides = new Float64Array(lowest.length);
    let size = 1;
    for (let attribute = lowest.length - 1; attribute >= 0; attribute--) {
      this.strides[attribute] = size;
      size *= this.heights[attribute]!;
    }
    this.size = size;
  }

  get attributes(): number {
    return this.heights.length;
  }

  /** Writes the levels of a node into `levels`. */
  read(node: number, levels: Int32Array): void {
    for (let attribute = this.heights.length - 1; attribute >= 0; attribute--) {
      const height = this.heights[attribute]!;
      const rest = Math.floor(node / height);
      levels[attribute] = this.lowest[attribute]! + node - rest * height;
      node = rest;
    }
  }

  index(levels: ArrayLike<number>): number {
    let node = 0;
    for (let attribute = 0; attribute < this.heights.length; attribute++) {
      node += (levels[attribute]! - this.lowest[attribute]!) * this.strides[attribute]!;
    }
    return node;
  }

  /** The levels up to `attribute`, and the highest of all attributes after it. */
  topOf(levels: Int32Array, attribute: number): Int32Array {
    return levels.map((level, at) => (at <= attribute ? level : this.highest[at]!));
  }

  /** Calls back with a node and all more special ones; not with those below a node for which it answers false. */
  visitBelow(levels: ArrayLike<number>, visit: (node: number) => boolean): void {
    const open = [this.index(levels)];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (!visit(node)) continue;
      let rest = node;
      for (let attribute = this.heights.length - 1; attribute >= 0; attribute--) {
        const height = this.heights[attribute]!;
        const above = Math.floor(rest / height);
        if (rest > above * height) open.push(node - this.strides[attribute]!);
        rest = above;
      }
    }
  }

  /** The same upwards. */
  visitAbove(levels: ArrayLike<number>, visit: (node: number) => boolean): void {
    const open = [this.index(levels)];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (!visit(node)) continue;
      let rest = node;
      for (let attribute = this.heights.length - 1; attribute >= 0; attribute--) {
        const height = this.heights[attribute]!;
        const above = Math.floor(rest / height);
        if (rest < (above + 1) * height - 1) open.push(node + this.strides[attribute]!);
        rest = above;
      }
    }
  }
}
