import type { NetworkTime } from '../clock';
import type { LedgerSnapshot } from '../ledger/ledger-snapshot';
import { RequestError } from '../request-error';
import type { OwnChannel } from './channels';

/** A network as it stood at a moment. */
export interface Snapshot {
  readonly id: string;
  /** Number of blocks by channel. */
  readonly heights: Readonly<Record<string, number>>;
}

/** The snapshots of a network: all its ledgers, and its clock. */
export interface Snapshots {
  /** Oldest first. */
  list(): readonly Snapshot[];
  take(): Snapshot;
  /** Goes back to a snapshot, which stays; those taken after it go. @throws RequestError, StoreError */
  revert(id: string): Snapshot;
  /** @throws RequestError where there is none of this id */
  drop(id: string): void;
  dropAll(): void;
}

interface Kept extends Snapshot {
  readonly ledgers: ReadonlyMap<OwnChannel, LedgerSnapshot>;
  readonly timeShift: number;
}

const described = ({ id, heights }: Kept): Snapshot => ({ id, heights });

/** Makes the snapshots of a network. They are kept in memory, and gone with the process. */
export const createSnapshots = (channels: readonly OwnChannel[], time: NetworkTime): Snapshots => {
  let kept: Kept[] = [];
  let taken = 0;

  const release = ({ ledgers }: Kept): void => ledgers.forEach((snapshot, { ledger }) => ledger.release(snapshot));

  const find = (id: string): Kept => {
    const found = kept.find((snapshot) => snapshot.id === id);
    if (found) return found;
    const known = kept.map((snapshot) => snapshot.id).join(', ') || 'none';
    throw new RequestError('unknown', `there is no snapshot ${id}; there are: ${known}`);
  };

  const take = (): Snapshot => {
    taken += 1;
    const snapshot: Kept = {
      id: String(taken),
      heights: Object.fromEntries(channels.map(({ name, ledger }) => [name, ledger.height()])),
      ledgers: new Map(channels.map((channel) => [channel, channel.ledger.snapshot()])),
      timeShift: time.shift(),
    };
    kept.push(snapshot);
    return described(snapshot);
  };

  const revert = (id: string): Snapshot => {
    const snapshot = find(id);
    snapshot.ledgers.forEach((ledgerSnapshot, { ledger, ordering }) => {
      ordering.discard('the ledger was reverted before the transaction was in a block');
      ledger.revert(ledgerSnapshot);
    });
    time.reset();
    time.advance(snapshot.timeShift);
    const at = kept.indexOf(snapshot);
    kept.slice(at + 1).forEach(release);
    kept = kept.slice(0, at + 1);
    return described(snapshot);
  };

  const drop = (id: string): void => {
    const snapshot = find(id);
    release(snapshot);
    kept = kept.filter((other) => other !== snapshot);
  };

  const dropAll = (): void => {
    kept.forEach(release);
    kept = [];
  };

  return { list: () => kept.map(described), take, revert, drop, dropAll };
};
