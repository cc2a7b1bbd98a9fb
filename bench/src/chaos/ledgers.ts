import { setTimeout as sleep } from 'node:timers/promises';
import { common } from '@hyperledger/fabric-protos';
import { PeerClient } from '@rxledger/network/dist/fabric/peer-client';
import { signerOf } from '@rxledger/network/dist/fabric/signer';
import { ADMIN_LABEL } from '@rxledger/network/dist/identity/enrol-member';
import { NetworkDirectory } from '@rxledger/network';
import type { Consortium, ConsortiumMember } from '../consortium';
import { readBlock, type BlockFacts } from './block';

/** One peer's ledger from a block on. */
export interface LedgerCopy {
  readonly member: string;
  readonly blocks: readonly BlockFacts[];
}

const AT_ONCE = 8;
const CALL_MILLISECONDS = 10_000;
const EVEN_WITHIN_MILLISECONDS = 60_000;

/**
 * Every peer's ledger, once all are at the same height and stay there.
 * @throws Error where a peer lags for too long, with the heights
 */
export async function readLedgers(consortium: Consortium, from: number): Promise<readonly LedgerCopy[]> {
  const peers = consortium.members.map((member) => ({ member, client: clientOf(consortium, member) }));
  try {
    const height = await evenHeight(peers);
    return await Promise.all(
      peers.map(async ({ member, client }) => ({
        member: member.name,
        blocks: await readBlocks(client, from, height),
      })),
    );
  } finally {
    for (const { client } of peers) client.close();
  }
}

/** Height of one member's peer now; undefined where it does not answer. */
export async function heightOf(consortium: Consortium, member: ConsortiumMember): Promise<number | undefined> {
  const client = clientOf(consortium, member);
  try {
    return await askHeight(client);
  } catch {
    return undefined;
  } finally {
    client.close();
  }
}

const CHANNEL = 'rx';

function clientOf({ directory }: Consortium, { name, peer }: ConsortiumMember): PeerClient {
  const administrator = new NetworkDirectory(directory).wallets(name).administration.get(ADMIN_LABEL)!;
  return new PeerClient(peer, signerOf(administrator), CALL_MILLISECONDS);
}

async function askHeight(client: PeerClient): Promise<number> {
  const answer = await client.call({ channel: CHANNEL, chaincode: 'qscc', arguments: ['GetChainInfo', CHANNEL] });
  return Number(common.BlockchainInfo.deserializeBinary(answer).getHeight());
}

async function evenHeight(peers: readonly { readonly client: PeerClient }[]): Promise<number> {
  const deadline = Date.now() + EVEN_WITHIN_MILLISECONDS;
  let before: string | undefined;
  for (;;) {
    const heights = await Promise.all(peers.map(({ client }) => askHeight(client).catch(() => Number.NaN)));
    const now = heights.join(', ');
    if (new Set(heights).size === 1 && !heights.includes(Number.NaN) && now === before) return heights[0]!;
    if (Date.now() > deadline) throw new Error(`the peers' ledgers do not come to the same height: ${now}`);
    before = now;
    await sleep(500);
  }
}

async function readBlocks(client: PeerClient, from: number, height: number): Promise<readonly BlockFacts[]> {
  const blocks: BlockFacts[] = [];
  for (let first = from; first < height; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, height - first) }, (_, index) => first + index);
    const answers = await Promise.all(
      numbers.map((number) =>
        client.call({
          ...{ channel: CHANNEL, chaincode: 'qscc', arguments: ['GetBlockByNumber', CHANNEL, String(number)] },
        }),
      ),
    );
    blocks.push(...answers.map(readBlock));
  }
  return blocks;
}
