import { dial, gatewayFor } from '../support/member';
import type { TestNetwork } from '../support/test-network';
import { mspIds } from './members';
import { failureOf } from './recorded';

const { hospital } = mspIds;

/** What a node takes at most. */
export const limits = (network: () => TestNetwork): void => {
  describe('limits', () => {
    test('more than 500 calls at a time are refused', async () => {
      const contract = network().contract(hospital);
      const calls = await Promise.allSettled(
        Array.from({ length: 520 }, () => contract.evaluate('sleep', { arguments: ['1500'] })),
      );
      const refused = calls.flatMap((call) => (call.status === 'rejected' ? [call.reason as Error] : []));
      expect(refused).toHaveLength(20);
      expect(refused[0]?.message).toBe(
        '2 UNKNOWN: too many requests for /gateway.Gateway, exceeding concurrency limit (500)',
      );
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
