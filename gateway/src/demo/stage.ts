import type { ErrorCode, PrescriptionView } from '@rxledger/chaincode/api';
import type { Narrator } from './narrator';
import type { Answer, Method, Person } from './person';

/** One line of the closing table. */
export interface Row {
  readonly story: string;
  readonly who: string;
  readonly what: string;
  /** The status reached, or the code of the refusal. */
  readonly outcome: string;
  readonly expected: string;
  readonly block?: number;
  readonly endorsers: readonly string[];
  readonly milliseconds: number;
}

/** Whether a step came out as the story wants it. */
export const isExpected = (row: Row): boolean => row.outcome === row.expected;

export interface Step {
  readonly who: Person;
  /** Third person, as it is told: `issues a prescription`. */
  readonly what: string;
  readonly method?: Method;
  readonly path: string;
  readonly body?: object;
}

/** Thrown where a story cannot go on because a step came out otherwise than expected. */
export class Unexpected extends Error {
  constructor(row: Row) {
    super(`${row.who} ${row.what}: expected ${row.expected}, got ${row.outcome}`);
    this.name = 'Unexpected';
  }
}

/** Where the stories are played: it calls, compares with what was expected, tells, and keeps the rows of the table. */
export class Stage {
  readonly rows: Row[] = [];
  private story = '';

  constructor(private readonly narrator: Narrator) {}

  begin(title: string, lead: string): void {
    this.story = title;
    this.narrator.story(title, lead);
  }

  /** A step that must succeed and leave its object in `status`. */
  async does<View = PrescriptionView>(step: Step, status: string): Promise<View & { receipt: unknown }> {
    const answer = await this.call(step);
    const row = this.note(step, answer, outcomeOf(answer), status);
    if (row.outcome !== status) throw new Unexpected(row);
    return answer.body as View & { receipt: unknown };
  }

  /** A step that must be refused with `code`. */
  async isRefused(step: Step, code: ErrorCode): Promise<void> {
    const answer = await this.call(step);
    this.note(step, answer, outcomeOf(answer), code);
  }

  /** A read whose outcome is told by `judge`: what was shown, section by section. */
  async shows(step: Step, expected: string, judge: (answer: Answer['body']) => string): Promise<Answer['body']> {
    const answer = await this.call(step);
    const outcome = answer.status < 400 ? judge(answer.body) : outcomeOf(answer);
    const row = this.note(step, answer, outcome, expected);
    if (row.outcome !== expected) throw new Unexpected(row);
    return answer.body;
  }

  /** A step outside HTTP, as an attack with an SDK: `attempt` tells the outcome. */
  async tries(who: string, what: string, expected: string, attempt: () => Promise<string>): Promise<void> {
    const begun = performance.now();
    const outcome = await attempt();
    this.add({
      story: this.story,
      who,
      what,
      outcome,
      expected,
      endorsers: [],
      milliseconds: performance.now() - begun,
    });
  }

  /** A read that the story needs; it is not a row of its own. */
  async reads<View>(who: Person, path: string): Promise<View> {
    const answer = await who.call('GET', path);
    if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}`);
    return answer.body as View;
  }

  private call({ who, method = 'POST', path, body }: Step): Promise<Answer> {
    return who.call(method, path, method === 'POST' ? (body ?? {}) : undefined);
  }

  private note(step: Step, answer: Answer, outcome: string, expected: string): Row {
    const receipt = answer.body['receipt'] as { block?: number; endorsers?: string[] } | undefined;
    return this.add({
      story: this.story,
      who: step.who.actor,
      what: step.what,
      outcome,
      expected,
      ...(receipt?.block === undefined ? {} : { block: receipt.block }),
      endorsers: receipt?.endorsers ?? [],
      milliseconds: answer.milliseconds,
    });
  }

  private add(row: Row): Row {
    this.rows.push(row);
    this.narrator.step(row);
    return row;
  }
}

/** In a reader's words: where it has come to, that it was made or done; else why not. */
function outcomeOf({ status, body }: Answer): string {
  const { status: reached, phase, code } = body;
  const words = status < 400 ? [reached, phase, status === 201 ? 'created' : 'done'] : [code, `HTTP ${status}`];
  return words.find((word) => typeof word === 'string') as string;
}
