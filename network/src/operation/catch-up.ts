import { blockHashAt, markOf } from '../backup/ledger-mark';
import type { LedgerMark } from '../backup/manifest';
import { PeerError } from '../fabric/peer-client';
import { type FabricSigner, signerOf } from '../fabric/signer';
import { ADMIN_LABEL } from '../identity/enrol-member';
import { OperatorError } from '../operator-error';
import type { MemberAccess } from '../runtime/runtime';
import type { Session } from './session';

const CAUGHT_UP_WITHIN_MILLISECONDS = 5 * 60_000;
const EVERY_MILLISECONDS = 250;

const administratorOf = ({ directory }: Session, member: string) =>
  signerOf(directory.wallets(member).administration.get(ADMIN_LABEL)!);

/** A peer opens its port a moment after it calls itself healthy: until then it has no blocks. */
const heightOf = async ({ peer }: MemberAccess, signer: FabricSigner, channel: string): Promise<number> => {
  try {
    return (await markOf(peer, signer, channel)).height;
  } catch (error) {
    if (error instanceof PeerError && error.status === undefined) return 0;
    throw error;
  }
};

/** How many blocks each member's peer has. */
export const heightsOf = (session: Session, members: readonly MemberAccess[]): Promise<readonly number[]> =>
  Promise.all(
    members.map((member) => heightOf(member, administratorOf(session, member.name), session.consortium.channel)),
  );

/** Waits until a peer's ledger is where another's was, and holds the two against each other. */
export const untilCaughtUp = async (
  session: Session,
  own: MemberAccess,
  other: MemberAccess,
  say: (detail: string) => void,
): Promise<LedgerMark> => {
  const { channel } = session.consortium;
  const wanted = await markOf(other.peer, administratorOf(session, other.name), channel);
  const administrator = administratorOf(session, own.name);
  const deadline = Date.now() + CAUGHT_UP_WITHIN_MILLISECONDS;
  for (let height = 0; height < wanted.height;) {
    height = await heightOf(own, administrator, channel);
    say(`${height} of ${wanted.height} blocks`);
    if (Date.now() > deadline) {
      const reason = `the peer of ${own.name} has ${height} of ${wanted.height} blocks and does not get on`;
      throw new OperatorError('behind', reason, `See \`rxnet logs peer.${own.name}\`.`);
    }
    if (height < wanted.height) await new Promise((done) => setTimeout(done, EVERY_MILLISECONDS));
  }
  const hash = await blockHashAt(own.peer, administrator, channel, wanted.height - 1);
  if (hash === wanted.blockHash) return wanted;
  const reason = `block ${wanted.height - 1} of ${own.name} is another than that of ${other.name}`;
  throw new OperatorError('other-ledger', reason, 'Stop that peer; its data are of another ledger.');
};
