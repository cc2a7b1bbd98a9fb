import type { Answer } from './consortium';

/** What a call came to: the status of what was done, or the code of the refusal. */
export const verdict = (answer: Answer<unknown>): string => (answer.isDone ? answer.status : answer.code);

/** Likewise, of a call that is under way. */
export const verdictOf = async (answer: Promise<Answer<unknown>>): Promise<string> => verdict(await answer);

/** Likewise, a refusal with its faults: `INPUT_INVALID /lines/0/quantity minimum`. */
export const heard = (answer: Answer<unknown>): string =>
  answer.isDone
    ? answer.status
    : [answer.code, ...(answer.detail.faults ?? []).map(({ path, rule }) => `${path} ${rule}`)].join(' ');
