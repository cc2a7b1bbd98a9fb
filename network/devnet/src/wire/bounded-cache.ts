/** A Map that forgets what was used longest ago, or was among it, once it holds `limit` entries. */
export class BoundedCache<K, V> {
  readonly #entries = new Map<K, V>();

  constructor(private readonly limit: number) {}

  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    // A Map iterates in order of insertion: putting it back makes it the youngest. Far from the limit, order is of no account.
    if (value !== undefined && this.#entries.size * 2 > this.limit) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  set(key: K, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.limit) {
      const oldest = this.#entries.keys().next();
      if (!oldest.done) this.#entries.delete(oldest.value);
    }
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The value at `key`, made by `create` where it is missing; what `create` throws is not kept. */
  getOrCreate(key: K, create: () => V): V {
    const kept = this.get(key);
    if (kept !== undefined) return kept;
    const created = create();
    this.set(key, created);
    return created;
  }
}
