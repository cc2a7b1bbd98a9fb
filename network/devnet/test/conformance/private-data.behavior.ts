import { createHash } from 'node:crypto';
import { gatewayFor } from '../support/member';
import { answerOf } from './answer';
import { eventually } from './eventually';
import { channel, mspIds } from './members';
import type { OpenNetwork } from './open-network';
import { expectedError, failureOf, recorded } from './recorded';

const { hospital, centre, pharmacy } = mspIds;
const both = [hospital, pharmacy];
const body = 'for whom it concerns';
const bodyHash = createHash('sha256').update(body).digest('hex');

/** Who comes to see private data, and for how long. */
export const privateData = (network: () => OpenNetwork): void => {
  const ask = async (mspId: string, name: string, ...args: string[]): Promise<string> =>
    Buffer.from(
      await network()
        .contract(mspId)
        .evaluateTransaction(name, ...args),
    ).toString();
  const issue = (key: string, ...owners: string[]) =>
    network().submit(hospital, 'issue', {
      arguments: [key, JSON.stringify(owners)],
      transientData: { rx: body },
      endorsingOrganizations: both,
    });
  const everyone = () => network().members.map(({ mspId }) => mspId);

  describe('an implicit collection', () => {
    test("is read at its owner's peer", async () => {
      await issue('read by owners', ...both);
      for (const owner of both) {
        await eventually(async () => expect(await ask(owner, 'getPrivate', owner, 'read by owners')).toBe(body));
      }
    });

    test('is not there at the peer of a stranger: refused as recorded', async () => {
      await issue('read by a stranger', pharmacy);
      const failure = await failureOf(() => ask(hospital, 'getPrivate', pharmacy, 'read by a stranger'));
      expect(failure).toEqual(expectedError(recorded('gateway-live', 'private key present on other org only')));
    });

    test('shows nothing where there is nothing', async () => {
      const { result } = recorded('gateway-live', 'getPrivateData of a collection the peer does not own');
      expect(await ask(hospital, 'getPrivate', pharmacy, 'never written')).toBe(result);
    });

    test("shows a range at its owner's peer, and nothing of it at the peer of a stranger", async () => {
      await issue('in a range', pharmacy);
      const range = (mspId: string) => ask(mspId, 'rangePrivate', pharmacy, 'in a range', 'in a rangf');
      await eventually(async () => expect(await range(pharmacy)).toBe(JSON.stringify([['in a range', body]])));
      expect(await range(hospital)).toBe('[]');
    });

    test('shows everybody the hash', async () => {
      await issue('hashed', pharmacy);
      const hashes = everyone().map((mspId) => ask(mspId, 'getPrivateHash', pharmacy, 'hashed'));
      expect(await Promise.all(hashes)).toEqual(everyone().map(() => bodyHash));
    });

    test('has nothing left of what was purged, at any peer', async () => {
      await issue('purged', ...both);
      await eventually(async () => expect(await ask(pharmacy, 'getPrivate', pharmacy, 'purged')).toBe(body));
      const purge = { arguments: ['purged', JSON.stringify(both)], endorsingOrganizations: both };
      expect(await network().submit(hospital, 'purge', purge)).toMatchObject({ successful: true });
      for (const owner of both) {
        expect(await ask(owner, 'getPrivate', owner, 'purged')).toBe('');
        const hashes = everyone().map((mspId) => ask(mspId, 'getPrivateHash', owner, 'purged'));
        expect(await Promise.all(hashes)).toEqual(everyone().map(() => ''));
      }
    });

    test('takes a key again that was purged', async () => {
      await issue('purged and issued', hospital);
      const purge = { arguments: ['purged and issued', JSON.stringify([hospital])], endorsingOrganizations: both };
      await network().submit(hospital, 'purge', purge);
      await issue('purged and issued', hospital);
      await eventually(async () => {
        expect(await ask(hospital, 'getPrivate', hospital, 'purged and issued')).toBe(body);
      });
    });
  });

  describe('a collection for the eyes of its members', () => {
    beforeAll(() =>
      network().submit(hospital, 'putInCollection', {
        arguments: ['members', 'kept among us'],
        transientData: { rx: body },
        endorsingOrganizations: both,
      }),
    );

    test('is read by a member at every peer of a member', async () => {
      for (const mspId of both) {
        await eventually(async () => {
          expect(await ask(mspId, 'getFromCollection', 'members', 'kept among us')).toBe(body);
        });
      }
    });

    test('is not read by a stranger through the peer of a member', async () => {
      const { client } = network().of(hospital);
      const contract = gatewayFor(client, network().of(centre).user)
        .getNetwork(channel)
        .getContract(network().chaincode);
      const answer = await answerOf(() =>
        contract.evaluateTransaction('getFromCollection', 'members', 'kept among us'),
      );
      expect(answer).toContain('tx creator does not have read access permission on privatedata');
    });
  });
};
