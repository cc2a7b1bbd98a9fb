import { writeRecord } from '../directory/network-record';
import { ChannelClient } from '../fabric/channel-client';
import { signerOf } from '../fabric/signer';
import { initialise } from '../lifecycle/initialise';
import type { MemberAccess } from '../runtime/runtime';
import { peopleWith } from '../topology/consortium';
import type { Session } from './session';
import { recordOf } from './record';

/** Submits the first transaction of a new ledger, once; says by its id that it is done. */
export const foundLedger = async (session: Session, members: readonly MemberAccess[]): Promise<string | undefined> => {
  const { consortium, directory } = session;
  const plan = consortium.chaincode.initialise;
  const record = recordOf(session);
  if (!plan || record.foundedBy) return record.foundedBy;
  const first = consortium.members[0]!;
  const person = peopleWith(first, plan.signer)[0]!;
  const identity = directory.wallets(first.name).people.get(person.id)!;
  const client = new ChannelClient(members[0]!.peer, signerOf(identity), consortium.channel);
  try {
    const foundedBy = await initialise(consortium, client, plan.transaction);
    writeRecord(directory, { ...record, foundedBy });
    return foundedBy;
  } finally {
    client.close();
  }
};
