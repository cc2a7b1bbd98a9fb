/** Steps of a prescription's way, each acknowledged by the gateway of the organisation that takes it. */
export const STEPS = ['issue', 'claim', 'findings', 'approve', 'redeem', 'dispense', 'invoice', 'adjudicate'] as const;
export type Step = (typeof STEPS)[number];

/** A step that a gateway said is on the ledger. */
export interface Acknowledgement {
  readonly step: Step;
  readonly organisation: string;
  readonly prescription: string;
  readonly transactionId: string;
  /** When the answer came, `performance.now()`. */
  readonly at: number;
}

/** A step that was refused, and should not have been. */
export interface Refusal {
  readonly step: Step;
  readonly organisation: string;
  readonly code: string;
}

/** What the callers were told, kept apart from everything that the network keeps. */
export class Journal {
  readonly acknowledgements: Acknowledgement[] = [];
  readonly refusals: Refusal[] = [];
  /** Commands given up without an answer, when the run was over. */
  readonly abandoned: Omit<Refusal, 'code'>[] = [];
  /** Calls that failed and were repeated under the same key, by the code or the network's word for it. */
  readonly repeats = new Map<string, number>();
  /** Prescriptions that two dispensers handed out at once, and how many of the two were told that they did. */
  readonly rivals = new Map<string, number>();

  acknowledge(entry: Omit<Acknowledgement, 'at'>): void {
    this.acknowledgements.push({ ...entry, at: performance.now() });
  }

  repeat(reason: string): void {
    this.repeats.set(reason, (this.repeats.get(reason) ?? 0) + 1);
  }

  /** Whether this organisation has had a step acknowledged since. */
  hasProgressed(organisation: string, since: number): boolean {
    for (let i = this.acknowledgements.length - 1; i >= 0; i -= 1) {
      const entry = this.acknowledgements[i]!;
      if (entry.at < since) return false;
      if (entry.organisation === organisation) return true;
    }
    return false;
  }

  /** Times of acknowledgements, of one organisation or of all, in order. */
  timesOf(organisation?: string): readonly number[] {
    return this.acknowledgements
      .filter((entry) => organisation === undefined || entry.organisation === organisation)
      .map(({ at }) => at);
  }
}

/** The longest stretch between two times, the ends of the span included; milliseconds. */
export function longestGap(times: readonly number[], from: number, to: number): number {
  const inside = times.filter((time) => time > from && time < to);
  const marks = [from, ...inside, to];
  return Math.max(...marks.slice(1).map((mark, index) => mark - marks[index]!));
}
