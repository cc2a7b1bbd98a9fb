interface Remembered<Value> {
  readonly value: Value;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

export interface MemorySettings {
  /** Milliseconds. */
  readonly lifetime: number;
  /** The oldest make room. */
  readonly most: number;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What the ledger told, by name: for a while, or until it is forgotten. In memory alone. */
export class ShortMemory<Value> {
  readonly #known = new Map<string, Remembered<Value>>();
  /** How often something was forgotten: an answer that was asked for before may be of before. */
  #age = 0;

  constructor(private readonly settings: MemorySettings) {}

  get(name: string): Value | undefined {
    const found = this.#known.get(name);
    if (found === undefined || this.settings.now() < found.until) return found?.value;
    this.#known.delete(name);
    return undefined;
  }

  set(name: string, value: Value): void {
    const { lifetime, most, now } = this.settings;
    // Anew at the end, so that the first is the oldest.
    this.#known.delete(name);
    this.#known.set(name, { value, until: now() + lifetime });
    const [oldest] = this.#known.keys();
    if (this.#known.size > most) this.#known.delete(oldest!);
  }

  /** What is known, else what the question brings, which is kept unless it is nothing. */
  async recall<Found extends Value | undefined>(name: string, ask: () => Promise<Found>): Promise<Value | Found> {
    const known = this.get(name);
    if (known !== undefined) return known;
    const age = this.#age;
    const found = await ask();
    if (found !== undefined && age === this.#age) this.set(name, found);
    return found;
  }

  /** Those that are meant; all, unless told. */
  forget(isMeant: (name: string, value: Value) => boolean = () => true): void {
    this.#age += 1;
    for (const [name, { value }] of this.#known) if (isMeant(name, value)) this.#known.delete(name);
  }
}
