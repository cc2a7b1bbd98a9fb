import { randomBytes } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Caller } from '../http/caller';
import { AUTOMATIC } from '../http/route';
import { Problem } from '../http/problem';
import { readIfThere, writeWhole } from '../identity/atomic-file';
import type { StoreKey } from '../identity/store-key';

/** How long a command can be repeated under its id, milliseconds. */
const KEPT = 24 * 60 * 60 * 1000;

interface Entry {
  readonly seed: Buffer;
  readonly at: number;
}

/**
 * A secret seed for every command that has an id of its caller's, so that its repeat draws the same ids, salts and
 * codes. Kept encrypted in a file that is written before the seed is used, and forgotten after a day: a seed that could
 * be had for ever would outlive the erasure of what was derived from it.
 */
export class SeedJournal {
  readonly #entries: Map<string, Entry>;
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: FileHandle,
    private readonly key: StoreKey,
    private readonly now: () => number,
    entries: Map<string, Entry>,
  ) {
    this.#entries = entries;
  }

  /** Opens the journal and drops what is past its day. Lines that cannot be read (a torn last one) are dropped too. */
  static async open(path: string, key: StoreKey, now: () => number): Promise<SeedJournal> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const lines = ((await readIfThere(path)) ?? '').split('\n').filter((line) => line !== '');
    const entries = new Map<string, Entry>();
    const kept: string[] = [];
    for (const line of lines) {
      const [name, entry] = parse(line, key) ?? [];
      if (name === undefined || entry === undefined || entry.at + KEPT < now()) continue;
      entries.set(name, entry);
      kept.push(`${line}\n`);
    }
    await writeWhole(path, kept.join(''));
    return new SeedJournal(await open(path, 'a', 0o600), key, now, entries);
  }

  /** The seed of a command, the same at every repeat within a day. */
  async seed(caller: Caller, commandId: string): Promise<Buffer> {
    // An id that the gateway drew itself is never given again.
    if (commandId.startsWith(AUTOMATIC)) return randomBytes(32);
    const name = `${caller.actor} ${commandId}`;
    const known = this.#entries.get(name);
    if (known !== undefined && known.at + KEPT >= this.now()) {
      await this.#writing;
      return known.seed;
    }
    const entry = { seed: randomBytes(32), at: this.now() };
    this.#entries.set(name, entry);
    this.#forgetOld();
    await this.#append(name, entry);
    return entry.seed;
  }

  async close(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.file.close();
  }

  async #append(name: string, { seed, at }: Entry): Promise<void> {
    const sealed = this.key.seal('seed', JSON.stringify([name, at, seed.toString('base64')]));
    this.#writing = this.#writing.catch(() => undefined).then(() => this.file.appendFile(`${sealed}\n`));
    try {
      await this.#writing;
    } catch (cause) {
      this.#entries.delete(name);
      throw new Problem('GATEWAY_INTERNAL', {}, { cause });
    }
  }

  /** Entries stand in the order of their times. */
  #forgetOld(): void {
    for (const [name, { at }] of this.#entries) {
      if (at + KEPT >= this.now()) return;
      this.#entries.delete(name);
    }
  }
}

function parse(line: string, key: StoreKey): [string, Entry] | undefined {
  try {
    const [name, at, seed] = JSON.parse(key.open('seed', line)) as [string, number, string];
    return [name, { at, seed: Buffer.from(seed, 'base64') }];
  } catch {
    return undefined;
  }
}
