import { blockHashAt } from '../backup/ledger-mark';
import { writeRecord } from '../directory/network-record';
import { signerOf } from '../fabric/signer';
import { ADMIN_LABEL } from '../identity/enrol-member';
import { OperatorError } from '../operator-error';
import type { MemberAccess } from '../runtime/runtime';
import { recordOf } from './record';
import type { Session } from './session';

/**
 * After a restore, once: every peer's ledger must hold the block that the backup was made at, which fixes all before it.
 * @throws OperatorError naming the peer whose ledger is another
 */
export const checkRestored = async (session: Session, members: readonly MemberAccess[]): Promise<void> => {
  const { restored, ...record } = recordOf(session);
  if (!restored) return;
  const { channel } = session.consortium;
  for (const { name, mspId, peer } of members) {
    const administrator = signerOf(session.directory.wallets(name).administration.get(ADMIN_LABEL)!);
    const hash = await blockHashAt(peer, administrator, channel, restored.height - 1);
    if (hash === restored.blockHash) continue;
    throw new OperatorError(
      'other-ledger',
      `the ledger of ${mspId} has the hash ${hash} at block ${restored.height - 1}, the backup ${restored.blockHash}`,
      'It is not the ledger that was backed up: restore again, into another directory.',
    );
  }
  writeRecord(session.directory, record);
};
