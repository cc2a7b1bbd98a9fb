import { isNode, LineCounter, parseDocument, type Document } from 'yaml';

/** Where a value stands in the file: keys and indexes from the root. */
export type Path = readonly (string | number)[];

/** One thing wrong with the file, and what to do about it. */
export interface Fault {
  /** Counted from 1. */
  readonly line: number;
  readonly path: string;
  readonly reason: string;
  readonly remedy: string;
}

/** A consortium file that cannot be used: every fault found, each with its line. */
export class ConsortiumFileError extends Error {
  constructor(
    readonly file: string,
    readonly faults: readonly Fault[],
  ) {
    super(faults.map((fault) => `${file}:${fault.line}: ${fault.path}: ${fault.reason}. ${fault.remedy}`).join('\n'));
    this.name = 'ConsortiumFileError';
  }
}

/** `members[1].mspId` */
export const printPath = (path: Path): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  ) || 'file';

/** The text of a YAML file, its values, and the faults found so far. */
export class Source {
  readonly value: unknown;
  readonly #faults: Fault[] = [];
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;

  constructor(
    readonly file: string,
    text: string,
  ) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    for (const error of this.#document.errors) {
      this.#faults.push({
        line: this.#lines.linePos(error.pos[0]).line,
        path: 'file',
        reason: `not YAML: ${error.message}`,
        remedy: 'Correct the line; indentation is by spaces, each key stands once',
      });
    }
    this.value = this.isSound ? this.#document.toJS() : undefined;
  }

  get isSound(): boolean {
    return this.#faults.length === 0;
  }

  /** Notes a fault; a path that is not in the file stands at its nearest ancestor that is. */
  fault(path: Path, reason: string, remedy: string): void {
    this.#faults.push({ line: this.lineOf(path), path: printPath(path), reason, remedy });
  }

  /** @throws ConsortiumFileError if there is any fault */
  settle(): void {
    if (this.isSound) return;
    throw new ConsortiumFileError(
      this.file,
      [...this.#faults].sort((a, b) => a.line - b.line),
    );
  }

  lineOf(path: Path): number {
    for (let length = path.length; length > 0; length -= 1) {
      const node = this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return this.#lines.linePos(node.range[0]).line;
    }
    return 1;
  }
}
