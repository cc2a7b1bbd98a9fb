import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writePrivate } from '../identity/private-file';
import { OperatorError } from '../operator-error';
import type { OrderingProfile } from '../topology/consortium';
import type { NetworkDirectory } from './network-directory';

/** What a network directory was made from; the first file written and the last one removed. */
export interface NetworkRecord {
  readonly format: 1;
  readonly runtime: string;
  /** Absolute path of the consortium file. */
  readonly config: string;
  readonly portOffset: number;
  /** How the network orders; absent where the consortium file alone says it. */
  readonly profile?: OrderingProfile;
  /** How its gateways reach the ledger; likewise. */
  readonly adapter?: string;
  readonly channel: string;
  /** Name and MSP id of each, in order. */
  readonly members: readonly { readonly name: string; readonly mspId: string }[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Id of the transaction that founded the ledger, once it is committed. */
  readonly foundedBy?: string;
  /** `<mspId>:<enrolment id>` of people who were revoked; they are not enrolled again. */
  readonly revoked?: readonly string[];
  /** After a restore, until `up` has seen it: the place that every ledger must have, and when the backup was made. */
  readonly restored?: { readonly height: number; readonly blockHash: string; readonly backupOf: number };
}

/**
 * The record of a directory; undefined where there is no network yet.
 * @throws OperatorError where the directory holds something else, or an unreadable record
 */
export const readRecord = (directory: NetworkDirectory): NetworkRecord | undefined => {
  const content = existsSync(directory.root) ? readdirSync(directory.root).filter((name) => name !== 'lock') : [];
  if (content.length === 0) return undefined;
  if (!existsSync(directory.record)) {
    throw new OperatorError(
      'foreign-directory',
      `${directory.root} is not empty and holds no network.json: it is half made, or not rxnet's`,
      'Move it away, or name another one with --directory.',
    );
  }
  const record = parse(readFileSync(directory.record, 'utf8'));
  if (record?.format === 1) return record;
  throw new OperatorError(
    'damaged-record',
    `${directory.record} is damaged, or was written by another version of rxnet`,
    'Restore the file, or begin anew: `rxnet down --purge`.',
  );
};

const parse = (text: string): NetworkRecord | undefined => {
  try {
    return JSON.parse(text) as NetworkRecord;
  } catch {
    return undefined;
  }
};

export const writeRecord = (directory: NetworkDirectory, record: NetworkRecord): void =>
  writePrivate(directory.record, `${JSON.stringify(record, null, 2)}\n`);
