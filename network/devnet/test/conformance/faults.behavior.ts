import type { ProposalOptions } from '@hyperledger/fabric-gateway';
import { whereAble } from './abilities';
import { eventually } from './eventually';
import { mspIds } from './members';
import type { Abilities } from './network-under-test';
import type { OpenNetwork } from './open-network';
import { expectedError, failureOf, recorded } from './recorded';

const { hospital, pharmacy } = mspIds;
const owners = JSON.stringify([hospital, pharmacy]);
const pair = [hospital, pharmacy];

const refusals: readonly (readonly [name: string, transaction: string, options: ProposalOptions])[] = [
  ['submit, orgs given Hospital+Pharmacy', 'put', { arguments: ['down', '1'], endorsingOrganizations: pair }],
  ['submit, orgs given Hospital+Pharmacy, again', 'put', { arguments: ['down', '1'], endorsingOrganizations: pair }],
  ['submit key with SBE Hospital+Pharmacy, orgs not given', 'bump', { arguments: ['guarded'] }],
  [
    'private data submit',
    'issue',
    { arguments: ['down', owners], transientData: { rx: 'body' }, endorsingOrganizations: pair },
  ],
];

/** The recorded error breaks off after 300 characters of a message. */
const expectLike = (failure: Awaited<ReturnType<typeof failureOf>>, wanted: ReturnType<typeof expectedError>): void => {
  const start = (message: string): string => message.slice(0, 150);
  expect(failure).toMatchObject({ class: wanted.class, code: wanted.code, message: wanted.message });
  expect(failure.details?.map(({ mspId, message }) => ({ mspId, message: start(message) }))).toEqual(
    wanted.details?.map(({ mspId, message }) => ({ mspId, message: start(message) })),
  );
};

/** What is answered while something is down, held against what a live network answered then. */
export const faults = (network: () => OpenNetwork, abilities: Abilities): void => {
  const contract = () => network().contract(hospital);

  const suite = (file: string): void => {
    // A peer does not know at once that another is gone.
    test.each(refusals)('refuses as recorded: %s', (name, transaction, options) =>
      eventually(async () => {
        const failure = await failureOf(() => contract().newProposal(transaction, options).endorse());
        expectLike(failure, expectedError(recorded(file, name)));
      }),
    );

    test('refuses to evaluate there', () =>
      eventually(async () => {
        const failure = await failureOf(() => contract().evaluate('whoAmI', { endorsingOrganizations: [pharmacy] }));
        expectLike(failure, expectedError(recorded(file, 'evaluate targeted at PharmacyMSP')));
      }));

    test('evaluates elsewhere, and finds other endorsers', async () => {
      const result = await contract().evaluate('whoAmI');
      expect(JSON.parse(Buffer.from(result).toString())).toMatchObject({ peer: hospital });
      const outcome = await eventually(() => network().submit(hospital, 'put', { arguments: ['despite all', '1'] }));
      expect(outcome.successful).toBe(true);
    });
  };

  describe("while an organisation's chaincode process is down", () => {
    beforeAll(async () => {
      await network().submit(hospital, 'putProtected', { arguments: ['guarded', '0', owners] });
      await network().of(pharmacy).chaincode.stop();
    });
    afterAll(async () => {
      const { chaincode, packageId } = network().of(pharmacy);
      await chaincode.start(packageId, pharmacy);
    });
    suite('gateway-ccdown-pharmacy');
  });

  describe('when a chaincode process comes back', () => {
    test('its organisation endorses again', async () => {
      const options = { arguments: ['back', '1'], endorsingOrganizations: [pharmacy, hospital] };
      expect(await eventually(() => network().submit(hospital, 'put', options))).toMatchObject({ successful: true });
    });
  });

  whereAble(abilities, 'stopMember')("an organisation's peer that is stopped", () => {
    let missed: number;

    describe('while it is down', () => {
      beforeAll(() => network().stopMember(pharmacy));
      suite('gateway-peerdown-pharmacy-t0');

      test('its own members reach nothing', async () => {
        const failure = await failureOf(() => network().contract(pharmacy).evaluateTransaction('whoAmI'));
        expect(failure.code).toBe(14);
      });

      test('the others go on', async () => {
        const outcome = await network().submit(hospital, 'put', { arguments: ['missed', '1'] });
        missed = Number(outcome.blockNumber);
        expect(outcome.successful).toBe(true);
      });
    });

    describe('when it is started again', () => {
      beforeAll(() => network().startMember(pharmacy));

      test('has what was committed meanwhile', async () => {
        expect(await network().heightOf(pharmacy)).toBeGreaterThan(missed);
        const value = await network().contract(pharmacy).evaluateTransaction('get', 'missed');
        expect(Buffer.from(value).toString()).toBe('1');
      });

      test('endorses again', async () => {
        const options = { arguments: ['guarded'], endorsingOrganizations: pair };
        expect(await network().submit(pharmacy, 'bump', options)).toMatchObject({ successful: true });
      });
    });
  });
};
