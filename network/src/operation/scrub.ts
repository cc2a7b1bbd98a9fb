import { OperatorError } from '../operator-error';
import type { Progress } from '../progress/progress';
import type { Node } from '../runtime/node';
import type { MemberAccess } from '../runtime/runtime';
import { heightsOf, untilCaughtUp } from './catch-up';
import { requireAccess, requireRunning } from './require-running';
import type { Session } from './session';

/** Gateways hand in what was endorsed within moments: after this long without a block nothing is on its way. */
const QUIET_MILLISECONDS = 5000;
const WITHIN_MILLISECONDS = 60_000;
const EVERY_MILLISECONDS = 500;

/** Waits until all peers have had the same blocks for a while. A transaction under way would lose its private data. */
const untilQuiet = async (session: Session, members: readonly MemberAccess[]): Promise<void> => {
  const begin = Date.now();
  let seen: { readonly height: number; readonly since: number } | undefined;
  while (Date.now() - begin < WITHIN_MILLISECONDS) {
    const [height, ...others] = await heightsOf(session, members);
    if (others.some((other) => other !== height)) seen = undefined;
    else if (seen === undefined || seen.height !== height) seen = { height: height!, since: Date.now() };
    else if (Date.now() - seen.since > QUIET_MILLISECONDS) return;
    await new Promise((done) => setTimeout(done, EVERY_MILLISECONDS));
  }
  throw new OperatorError(
    'not-quiet',
    'somebody writes: the peers are not at one height for five seconds',
    'Scrub when nobody writes, or stop the gateways first.',
  );
};

/**
 * Scrubs the peers among some nodes, one after the other, each held against another member's ledger afterwards. The caller holds the
 * directory's lock.
 * @returns their names
 */
export const scrubPeers = async (
  session: Session,
  nodes: readonly Node[],
  progress: Progress,
): Promise<readonly string[]> => {
  const peers = nodes.filter(({ kind }) => kind === 'peer');
  if (peers.length === 0) {
    throw new OperatorError('no-peer', 'only peers keep private data', 'Name one: `rxnet scrub peer.hospital`.');
  }
  const host = await requireRunning(session);
  const members = await requireAccess(session, host);
  for (const peer of peers) {
    await progress.step(`Scrub ${peer.name}`, async (say) => {
      say('wait until nobody writes');
      await untilQuiet(session, members);
      await session.runtime.scrubPeer(host, peer, say);
      const own = members.find(({ name }) => name === peer.member)!;
      await untilCaughtUp(
        session,
        own,
        members.find((other) => other !== own)!,
        say,
      );
    });
  }
  return peers.map(({ name }) => name);
};
