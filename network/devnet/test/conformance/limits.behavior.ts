import { dial, gatewayFor } from '../support/member';
import type { TestNetwork } from '../support/test-network';
import { mspIds } from './members';
import { failureOf } from './recorded';

const { hospital } = mspIds;

/** What a node takes at most. */
export const limits = (network: () => TestNetwork): void => {
  describe('limits', () => {
    test('more than 500 calls at a time are refused', async () => {
      const channel = network().of(hospital).gateway.getNetwork('rx');
      const contract = network().contract(hospital);
      const submitted = await contract.submitAsync('bump', { arguments: ['listened to'] });
      const { blockNumber: startBlock } = await submitted.getStatus();
      // Listeners are calls too, and stay; that each has heard something shows that it is there.
      const listen = async () => {
        const listener = await channel.getChaincodeEvents('rx', { startBlock });
        const iterator = listener[Symbol.asyncIterator]();
        await iterator.next();
        return { listener, over: iterator.next().catch(() => undefined) };
      };
      const listeners = await Promise.all(Array.from({ length: 500 }, listen));
      const refusal = await failureOf(() => contract.evaluateTransaction('nothing'));
      expect(refusal).toEqual({
        class: 'GatewayError',
        code: 2,
        message: '2 UNKNOWN: too many requests for /gateway.Gateway, exceeding concurrency limit (500)',
      });
      listeners.forEach(({ listener }) => listener.close());
      await Promise.all(listeners.map(({ over }) => over));
      const isRefused = () =>
        contract.evaluateTransaction('nothing').then(
          () => false,
          () => true,
        );
      while (await isRefused());
    });

    test('a megabyte of arguments is nothing special', async () => {
      const contract = network().contract(hospital);
      const value = 'x'.repeat(1024 * 1024);
      await contract.submit('put', { arguments: ['large', value] });
      expect(await contract.evaluateTransaction('get', 'large')).toHaveLength(value.length);
    });

    test('a message above 100 MB is refused in plain words', async () => {
      const { devnet, user } = network().of(hospital);
      const client = dial(devnet, { 'grpc.max_send_message_length': -1 });
      const contract = gatewayFor(client, user).getNetwork('rx').getContract('rx');
      const failure = await failureOf(() =>
        contract.evaluate('get', { arguments: [Buffer.alloc(101 * 1024 * 1024, 'x')] }),
      );
      client.close();
      expect(failure.code).toBe(8);
      expect(failure.message).toMatch(/larger than max/);
    });
  });
};
