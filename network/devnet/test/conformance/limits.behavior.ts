import type { ChaincodeEvent, CloseableAsyncIterable } from '@hyperledger/fabric-gateway';
import { dial, gatewayFor } from '../support/member';
import { eventually } from './eventually';
import { mspIds } from './members';
import type { OpenNetwork } from './open-network';
import { failureOf } from './recorded';

const { hospital, centre } = mspIds;
const MEBIBYTE = 1024 * 1024;

/** What a node takes at most. */
export const limits = (network: () => OpenNetwork): void => {
  describe('limits', () => {
    test('more than 500 calls at a time are refused', async () => {
      const { channel, chaincode } = network();
      const contract = network().contract(hospital);
      const { blockNumber: startBlock } = await network().submit(hospital, 'bump', { arguments: ['listened to'] });
      // Listeners are calls too, and stay; that each has heard something, or was refused, shows that it was there. Some
      // of the 500 places may be taken: a peer of Fabric notices that a listener has left when it has an event for it.
      const listen = async (): Promise<CloseableAsyncIterable<ChaincodeEvent>> => {
        const { gateway } = network().of(hospital);
        const listener = await gateway.getNetwork(channel).getChaincodeEvents(chaincode, { startBlock });
        await listener[Symbol.asyncIterator]()
          .next()
          .catch(() => undefined);
        return listener;
      };
      const listeners = await Promise.all(Array.from({ length: 500 }, listen));
      try {
        expect(await failureOf(() => contract.evaluateTransaction('nothing'))).toEqual({
          class: 'GatewayError',
          code: 2,
          message: '2 UNKNOWN: too many requests for /gateway.Gateway, exceeding concurrency limit (500)',
        });
      } finally {
        listeners.forEach((listener) => listener.close());
      }
      await network().submit(centre, 'bump', { arguments: ['listened to'] });
      await eventually(() => contract.evaluateTransaction('nothing'));
    });

    test('a megabyte of arguments is nothing special', async () => {
      const value = 'x'.repeat(MEBIBYTE);
      await network().submit(hospital, 'put', { arguments: ['large', value] });
      expect(await network().contract(hospital).evaluateTransaction('get', 'large')).toHaveLength(value.length);
    });

    test('a message above 100 MB is refused in plain words', async () => {
      const { peer, user } = network().of(hospital);
      const client = dial({ peer }, { 'grpc.max_send_message_length': -1 });
      const contract = gatewayFor(client, user).getNetwork(network().channel).getContract(network().chaincode);
      const failure = await failureOf(() =>
        contract.evaluate('get', { arguments: [Buffer.alloc(101 * MEBIBYTE, 'x')] }),
      );
      client.close();
      expect(failure.code).toBe(8);
      expect(failure.message).toMatch(/larger than max/);
    });
  });
};
