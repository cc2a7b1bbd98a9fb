import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GatewayError } from '@hyperledger/fabric-gateway';

/** What a live Fabric 3.1.5 network answered. */
export interface RecordedAnswer {
  readonly name: string;
  readonly api: string;
  readonly error?: RecordedError;
  readonly result?: unknown;
}

export interface RecordedError {
  readonly class: string;
  readonly code: number;
  readonly message: string;
  readonly details?: readonly { readonly mspId: string; readonly message: string }[];
  /** base64 of the trailer, as it came. */
  readonly statusDetailsBin?: string;
}

export const recordedAnswers = (file: string): readonly RecordedAnswer[] =>
  JSON.parse(readFileSync(join(__dirname, '..', 'golden', 'answers', `${file}.json`), 'utf8')) as RecordedAnswer[];

/** The answer recorded under a name. `api` tells apart what was tried both ways. */
export const recorded = (file: string, name: string, api?: string): RecordedAnswer => {
  const found = recordedAnswers(file).filter((row) => row.name === name && (api === undefined || row.api === api));
  if (found.length !== 1) throw new Error(`${found.length} answers are recorded for '${name}' ${api ?? ''}`);
  return found[0]!;
};

/**
 * Replaces what differs from run to run (hashes, addresses, names, heights) and the two ways in which a peer words a policy that is not
 * satisfied: which one depends on whether the channel's configuration names the resource, as the recorded one did not.
 */
export const normalised = (text: string): string =>
  text
    .replace(/[0-9a-f]{64}/g, '<hash>')
    .replace(/[\w.+-]+:<hash>/g, '<package>')
    .replace(/chaincode (\[?)(?:rx|conformance-\w+)\b/g, 'chaincode $1<name>')
    .replace(/(?:127\.0\.0\.1|localhost):\d+/g, '<address>')
    .replace(
      /[Ff]ailed evaluating policy on signed data during check policy (?:on channel \[\w+\] with policy )?\[/g,
      '<policy> [',
    )
    // A set in Go: in any order.
    .replace(
      /\[(_implicit_org_\w+(?: _implicit_org_\w+)+)\]/g,
      (_all, names: string) => `[${names.split(' ').sort().join(' ')}]`,
    )
    .replace(/BlockNum: \d+, TxNum: \d+/g, 'BlockNum: <n>, TxNum: <n>');

const classOf = (error: unknown): string => (error as Error).constructor.name;

/** An error as the recorded ones are written down. Which peer complained first is chance: details are sorted. */
export const describeError = (error: unknown): Omit<RecordedError, 'statusDetailsBin'> => {
  const { code, message, details } = error as GatewayError;
  const complaints = (details ?? []).map((detail) => ({ mspId: detail.mspId, message: normalised(detail.message) }));
  return {
    class: classOf(error),
    code,
    message: normalised(message),
    ...(complaints.length > 0 && { details: sorted(complaints) }),
  };
};

const sorted = <T>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** A recorded error in the form of `describeError`. */
export const expectedError = (answer: RecordedAnswer): Omit<RecordedError, 'statusDetailsBin'> => {
  const { error } = answer;
  if (!error) throw new Error(`'${answer.name}' was recorded as a success`);
  const details = error.details?.map(({ mspId, message }) => ({ mspId, message: normalised(message) }));
  return {
    class: error.class,
    code: error.code,
    message: normalised(error.message),
    ...(details && details.length > 0 && { details: sorted(details) }),
  };
};

/** Does `work`, which must fail. @returns what with */
export const failureOf = async (work: () => Promise<unknown>): Promise<Omit<RecordedError, 'statusDetailsBin'>> => {
  try {
    await work();
  } catch (error) {
    return describeError(error);
  }
  throw new Error('it should have been refused');
};
