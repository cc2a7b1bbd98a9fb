import { type NetworkRecord, readRecord } from '../directory/network-record';
import type { Session } from './session';

/** The network's record as it stands now, or, for a new network, as it will be written. */
export const recordOf = ({ consortium, directory, settings }: Session): NetworkRecord => {
  const present = readRecordOrNothing(directory);
  if (present) return { ...present, ...settings };
  return {
    format: 1,
    ...settings,
    channel: consortium.channel,
    members: consortium.members.map(({ name, mspId }) => ({ name, mspId })),
    createdAt: Date.now(),
  };
};

/** Right after the lock is taken a new directory holds the lock and nothing else. */
const readRecordOrNothing = (directory: Session['directory']): NetworkRecord | undefined => {
  try {
    return readRecord(directory);
  } catch {
    return undefined;
  }
};
