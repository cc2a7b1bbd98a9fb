import { status } from '@grpc/grpc-js';
import {
  checkpointers,
  type ChaincodeEvent,
  type CloseableAsyncIterable,
  type GatewayError,
} from '@hyperledger/fabric-gateway';
import { commitQuestion } from '../support/commit-question';
import { gatewayFor, type Member } from '../support/member';
import { mspIds } from './members';
import { whereAble } from './abilities';
import type { Abilities } from './network-under-test';
import type { OpenNetwork } from './open-network';
import { expectedError, failureOf, recorded } from './recorded';

const { hospital, centre, pharmacy } = mspIds;
const { CANCELLED, DEADLINE_EXCEEDED } = status;
const live = 'gateway-live';

const take = async <T>(events: CloseableAsyncIterable<T>, count: number): Promise<T[]> => {
  const taken: T[] = [];
  try {
    for await (const event of events) {
      taken.push(event);
      if (taken.length === count) break;
    }
  } finally {
    events.close();
  }
  return taken;
};

/** What listeners hear, held against what a live network let them hear. */
export const events = (network: () => OpenNetwork, abilities: Abilities): void => {
  const channel = () => network().of(hospital).gateway.getNetwork(network().channel);
  const chaincode = () => network().chaincode;
  const contract = () => network().contract(hospital);
  const height = async (): Promise<bigint> => BigInt(await network().heightOf(hospital));
  const bump = (key: string) => network().submit(hospital, 'bump', { arguments: [key] });

  describe('chaincode events', () => {
    test('come from a block on, with their payload', async () => {
      const startBlock = await height();
      const { blockNumber, transactionId } = await bump('heard');
      const [event] = await take(await channel().getChaincodeEvents(chaincode(), { startBlock }), 1);
      expect(event).toMatchObject({ blockNumber, transactionId, chaincodeName: chaincode(), eventName: 'Bumped' });
      expect(JSON.parse(Buffer.from(event!.payload).toString())).toEqual({ key: 'heard', next: 1 });
    });

    test('come as they happen where no start is given', async () => {
      const listening = await channel().getChaincodeEvents(chaincode());
      const heard = take(listening, 1);
      // The subscription has no answer to wait for: bump until it is heard.
      let isHeard = false;
      void heard.then(() => (isHeard = true));
      while (!isHeard) await bump('as they happen');
      expect((await heard)[0]?.eventName).toBe('Bumped');
    });

    test('of an invalid transaction are not delivered', async () => {
      const startBlock = await height();
      const proposals = [1, 2].map(() => contract().newProposal('bump', { arguments: ['raced'] }));
      const endorsed = await Promise.all(proposals.map((proposal) => proposal.endorse()));
      await Promise.all(endorsed.map((transaction) => network().order(hospital, transaction)));
      const last = await bump('after the race');
      const heard = await take(await channel().getChaincodeEvents(chaincode(), { startBlock }), 2);
      expect(heard[1]?.transactionId).toBe(last.transactionId);
    });

    test('resume after a transaction', async () => {
      const startBlock = await height();
      const first = await bump('resumed');
      const second = await bump('resumed');
      const checkpointer = checkpointers.inMemory();
      await checkpointer.checkpointTransaction(first.blockNumber, first.transactionId);
      const resumed: ChaincodeEvent[] = await take(
        await channel().getChaincodeEvents(chaincode(), { checkpoint: checkpointer, startBlock }),
        1,
      );
      expect(resumed[0]?.transactionId).toBe(second.transactionId);
    });

    test('of an unknown chaincode: none, and no error', async () => {
      const listening = await channel().getChaincodeEvents('nosuch', { startBlock: 0n });
      const heard = take(listening, 1).catch((error: GatewayError) => error.code);
      await bump('nobody listens');
      listening.close();
      expect(await heard).toBe(1);
    });

    test('of an unknown channel are refused as recorded', async () => {
      const unknown = network().of(hospital).gateway.getNetwork('nochan');
      const failure = await failureOf(async () => take(await unknown.getChaincodeEvents(chaincode()), 1));
      expect(failure).toEqual(expectedError(recorded(live, 'ChaincodeEvents unknown channel')));
    });
  });

  describe('filtered block events', () => {
    test('bring ids and names but no payloads', async () => {
      const startBlock = await height();
      const { transactionId } = await bump('filtered');
      const [block] = await take(await channel().getFilteredBlockEvents({ startBlock }), 1);
      const [transaction] = block!.getFilteredTransactionsList();
      expect(block!.getChannelId()).toBe(network().channel);
      expect(transaction?.getTxid()).toBe(transactionId);
      const event = transaction?.getTransactionActions()?.getChaincodeActionsList()[0]?.getChaincodeEvent();
      expect(event?.getEventName()).toBe('Bumped');
      expect(event?.getPayload_asU8()).toHaveLength(0);
    });
  });

  const openBlocks = whereAble(abilities, 'hearWholeBlocks');

  openBlocks('block events', () => {
    test('bring whole blocks, each linked to the one before', async () => {
      const startBlock = await height();
      await bump('in a block');
      await bump('in a block');
      const [first, second] = await take(await channel().getBlockEvents({ startBlock }), 2);
      expect(first?.getHeader()?.getNumber()).toBe(Number(startBlock));
      expect(second?.getHeader()?.getNumber()).toBe(Number(startBlock) + 1);
      expect(second?.getHeader()?.getPreviousHash_asU8()).not.toHaveLength(0);
    });

    test('with private data, bring what the own organisation holds', async () => {
      const startBlock = await height();
      await network().submit(hospital, 'issue', {
        arguments: ['private event', JSON.stringify([hospital, pharmacy])],
        transientData: { rx: 'body' },
        endorsingOrganizations: [hospital, pharmacy],
      });
      const [block] = await take(await channel().getBlockAndPrivateDataEvents({ startBlock }), 1);
      const [set] = [...(block!.getPrivateDataMapMap().get(0)?.getNsPvtRwsetList() ?? [])];
      const collections = set?.getCollectionPvtRwsetList().map((each) => each.getCollectionName());
      expect(set?.getNamespace()).toBe(chaincode());
      expect(collections).toEqual([`_implicit_org_${hospital}`]);
    });
  });

  if (abilities.hearWholeBlocks !== true) {
    describe('whole blocks, with private data or without', () => {
      test.each(['user', 'admin'] as const)('are given to no %s, at their own peer either', async (who) => {
        const { client, [who]: person } = network().of(hospital);
        const listening = gatewayFor(client, person).getNetwork(network().channel);
        const options = { startBlock: 0n };
        await expect(listening.getBlockEvents(options).then((blocks) => take(blocks, 1))).rejects.toThrow(/403/);
        await expect(listening.getBlockAndPrivateDataEvents(options).then((blocks) => take(blocks, 1))).rejects.toThrow(
          /403/,
        );
      });
    });
  }

  openBlocks("private data in blocks of the hospital's peer", () => {
    /** Names of the collections that a member is sent with the first block. */
    const collectionsFor = async (member: Member, startBlock: bigint): Promise<readonly string[]> => {
      const gateway = gatewayFor(network().of(hospital).client, member);
      const listening = await gateway.getNetwork(network().channel).getBlockAndPrivateDataEvents({ startBlock });
      const [block] = await take(listening, 1);
      const sets = block!.getPrivateDataMapMap().get(0)?.getNsPvtRwsetList() ?? [];
      return sets.flatMap((set) => set.getCollectionPvtRwsetList().map((each) => each.getCollectionName()));
    };
    const written = async (transaction: string, ...words: string[]): Promise<bigint> => {
      const startBlock = await height();
      await network().submit(hospital, transaction, {
        arguments: words,
        transientData: { rx: 'body' },
        endorsingOrganizations: [hospital, pharmacy],
      });
      return startBlock;
    };

    test("of a collection for its members' eyes reaches a member, and no other", async () => {
      const block = await written('putInCollection', 'members', 'shared');
      expect(await collectionsFor(network().of(hospital).user, block)).toEqual(['members']);
      expect(await collectionsFor(network().of(centre).user, block)).toEqual([]);
    });

    test('of an implicit collection reaches whoever may read the channel', async () => {
      const block = await written('issue', 'for everybody who asks', JSON.stringify([hospital]));
      for (const mspId of [hospital, centre]) {
        expect(await collectionsFor(network().of(mspId).user, block)).toEqual([`_implicit_org_${hospital}`]);
      }
    });
  });

  describe('waiting', () => {
    const within = () => ({ deadline: Date.now() + 300 });

    /** Client and peer have the same deadline: who notices first says 4 (the client) or 1 (the peer, by cancelling). */
    const expectDeadline = (failure: Awaited<ReturnType<typeof failureOf>>, name: string): void => {
      const expected = expectedError(recorded(live, name));
      expect(expected.code).toBe(DEADLINE_EXCEEDED);
      expect(failure.class).toBe(expected.class);
      expect([CANCELLED, DEADLINE_EXCEEDED]).toContain(failure.code);
    };

    test('for an unknown transaction ends with the deadline', async () => {
      const { gateway: client, user } = network().of(hospital);
      const commit = client.newCommit(await commitQuestion(user, network().channel, 'f'.repeat(64)));
      expectDeadline(await failureOf(() => commit.getStatus(within())), 'deadline during commit status');
    });

    test('for a slow chaincode ends with the deadline during evaluate', async () => {
      const proposal = contract().newProposal('sleep', { arguments: ['2000'] });
      expectDeadline(await failureOf(() => proposal.evaluate(within())), 'deadline during evaluate');
    });

    test('for a slow chaincode ends with the deadline during endorse', async () => {
      const proposal = contract().newProposal('sleep', { arguments: ['2000'] });
      expectDeadline(await failureOf(() => proposal.endorse(within())), 'deadline during endorse');
    });
  });
};
