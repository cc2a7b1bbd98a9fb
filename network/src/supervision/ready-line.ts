const LONGEST_LINE = 1_000_000;

/** Looks for the JSON line by which a process says that it is ready. */
export class ReadyLine {
  #rest = '';
  #isFound = false;

  /** Takes the next piece of output; returns the line's value once, when it is complete. */
  read(chunk: Buffer): unknown {
    if (this.#isFound) return undefined;
    const lines = (this.#rest + chunk.toString('utf8')).split('\n');
    this.#rest = lines.pop()!.slice(-LONGEST_LINE);
    for (const line of lines) {
      const value = parse(line);
      if (value !== undefined) {
        this.#isFound = true;
        this.#rest = '';
        return value;
      }
    }
    return undefined;
  }
}

const parse = (line: string): unknown => {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line) as { ready?: unknown };
    return value.ready === true ? value : undefined;
  } catch {
    return undefined;
  }
};
