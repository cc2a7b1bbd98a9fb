import { existsSync } from 'node:fs';
import { OperatorError } from '../operator-error';
import type { Consortium } from '../topology/consortium';
import type { NetworkDirectory } from './network-directory';
import type { NetworkRecord } from './network-record';

const founders = (members: NetworkRecord['members']): string =>
  members.map(({ name, mspId }) => `${name} (${mspId})`).join(', ');

/**
 * Holds a directory against the consortium that is to run from it, before anything is changed.
 * @throws OperatorError where the two do not belong together, or a part that cannot be remade is missing
 */
export const checkDirectory = (directory: NetworkDirectory, record: NetworkRecord, consortium: Consortium): void => {
  const purge = 'Go back to the former file, or begin anew: `rxnet down --purge`.';
  if (record.channel !== consortium.channel) {
    const reason = `the network was made for the channel ${record.channel}, the file says ${consortium.channel}`;
    throw new OperatorError('other-channel', reason, purge);
  }
  const present = founders(record.members);
  const wanted = founders(consortium.members);
  if (present !== wanted) {
    throw new OperatorError('other-members', `the network was made for ${present}; the file says ${wanted}`, purge);
  }
  if (existsSync(directory.organisations) && !existsSync(directory.nodes)) {
    throw new OperatorError(
      'half-made',
      `${directory.nodes} is missing, and with it the ledger and the keys that the identities here belong to`,
      'Restore it, or begin anew: `rxnet down --purge`.',
    );
  }
};
