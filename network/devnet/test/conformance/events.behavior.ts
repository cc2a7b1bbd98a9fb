import {
  checkpointers,
  type ChaincodeEvent,
  type CloseableAsyncIterable,
  type GatewayError,
} from '@hyperledger/fabric-gateway';
import { commitOf } from '../support/commit-of';
import { gatewayFor } from '../support/member';
import type { TestNetwork } from '../support/test-network';
import { mspIds } from './members';
import { expectedError, failureOf, recorded } from './recorded';

const { hospital, centre, pharmacy } = mspIds;
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
export const events = (network: () => TestNetwork): void => {
  const channel = () => network().of(hospital).gateway.getNetwork('rx');
  const contract = () => network().contract(hospital);
  const height = async (): Promise<bigint> => {
    const status = await (await contract().submitAsync('nothing')).getStatus();
    return status.blockNumber + 1n;
  };
  const bump = async (key: string) => (await contract().submitAsync('bump', { arguments: [key] })).getStatus();

  describe('chaincode events', () => {
    test('come from a block on, with their payload', async () => {
      const startBlock = await height();
      const { blockNumber, transactionId } = await bump('heard');
      const [event] = await take(await channel().getChaincodeEvents('rx', { startBlock }), 1);
      expect(event).toMatchObject({ blockNumber, transactionId, chaincodeName: 'rx', eventName: 'Bumped' });
      expect(JSON.parse(Buffer.from(event!.payload).toString())).toEqual({ key: 'heard', next: 1 });
    });

    test('come as they happen where no start is given', async () => {
      const listening = await channel().getChaincodeEvents('rx');
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
      await Promise.all(endorsed.map(async (transaction) => (await transaction.submit()).getStatus()));
      const last = await bump('after the race');
      const heard = await take(await channel().getChaincodeEvents('rx', { startBlock }), 2);
      expect(heard[1]?.transactionId).toBe(last.transactionId);
    });

    test('resume after a transaction', async () => {
      const startBlock = await height();
      const first = await bump('resumed');
      const second = await bump('resumed');
      const checkpointer = checkpointers.inMemory();
      await checkpointer.checkpointTransaction(first.blockNumber, first.transactionId);
      const resumed: ChaincodeEvent[] = await take(
        await channel().getChaincodeEvents('rx', { checkpoint: checkpointer, startBlock }),
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
      const failure = await failureOf(async () => take(await unknown.getChaincodeEvents('rx'), 1));
      expect(failure).toEqual(expectedError(recorded(live, 'ChaincodeEvents unknown channel')));
    });
  });

  describe('block events', () => {
    test('bring whole blocks, each linked to the one before', async () => {
      const startBlock = await height();
      await bump('in a block');
      await bump('in a block');
      const [first, second] = await take(await channel().getBlockEvents({ startBlock }), 2);
      expect(first?.getHeader()?.getNumber()).toBe(Number(startBlock));
      expect(second?.getHeader()?.getNumber()).toBe(Number(startBlock) + 1);
      expect(second?.getHeader()?.getPreviousHash_asU8()).not.toHaveLength(0);
    });

    test('filtered, bring ids and names but no payloads', async () => {
      const startBlock = await height();
      const { transactionId } = await bump('filtered');
      const [block] = await take(await channel().getFilteredBlockEvents({ startBlock }), 1);
      const [transaction] = block!.getFilteredTransactionsList();
      expect(block!.getChannelId()).toBe('rx');
      expect(transaction?.getTxid()).toBe(transactionId);
      const event = transaction?.getTransactionActions()?.getChaincodeActionsList()[0]?.getChaincodeEvent();
      expect(event?.getEventName()).toBe('Bumped');
      expect(event?.getPayload_asU8()).toHaveLength(0);
    });

    test('with private data, bring what the own organisation holds', async () => {
      const startBlock = await height();
      await contract().submit('issue', {
        arguments: ['private event', JSON.stringify([hospital, pharmacy])],
        transientData: { rx: 'body' },
        endorsingOrganizations: [hospital, pharmacy],
      });
      const [block] = await take(await channel().getBlockAndPrivateDataEvents({ startBlock }), 1);
      const [set] = [...(block!.getPrivateDataMapMap().get(0)?.getNsPvtRwsetList() ?? [])];
      const collections = set?.getCollectionPvtRwsetList().map((each) => each.getCollectionName());
      expect(set?.getNamespace()).toBe('rx');
      expect(collections).toEqual([`_implicit_org_${hospital}`]);
    });
  });

  describe("private data of a collection for its members' eyes", () => {
    test('reaches a member, and no other through the same peer', async () => {
      const startBlock = await height();
      await contract().submit('putInCollection', {
        arguments: ['members', 'shared'],
        transientData: { rx: 'body' },
        endorsingOrganizations: [hospital, pharmacy],
      });
      const { client, user } = network().of(hospital);
      const sets = async (member: Member) => {
        const gateway = gatewayFor(client, member);
        const listening = await gateway.getNetwork('rx').getBlockAndPrivateDataEvents({ startBlock });
        const [block] = await take(listening, 1);
        return block!.getPrivateDataMapMap().getLength();
      };
      expect(await sets(user)).toBe(1);
      expect(await sets(network().of(centre).user)).toBe(0);
    });
  });

  describe('waiting', () => {
    test('for an unknown transaction ends with the deadline', async () => {
      const { gateway: client, user } = network().of(hospital);
      const commit = client.newCommit(await commitOf(user, 'rx', 'f'.repeat(64)));
      const failure = await failureOf(() => commit.getStatus({ deadline: Date.now() + 300 }));
      const expected = expectedError(recorded(live, 'deadline during commit status'));
      expect(failure).toMatchObject({ class: expected.class, code: expected.code });
      expect(failure.message).toMatch(/^4 DEADLINE_EXCEEDED/);
    });

    test.each([
      ['deadline during evaluate', 'Evaluate'],
      ['deadline during endorse', 'Endorse'],
    ])('for a slow chaincode ends with the %s', async (name, api) => {
      const deadline = () => ({ deadline: Date.now() + 300 });
      const failure = await failureOf(() =>
        api === 'Evaluate'
          ? contract()
              .newProposal('sleep', { arguments: ['2000'] })
              .evaluate(deadline())
          : contract()
              .newProposal('sleep', { arguments: ['2000'] })
              .endorse(deadline()),
      );
      const expected = expectedError(recorded(live, name));
      expect(failure).toMatchObject({ class: expected.class, code: expected.code });
    });
  });
};
