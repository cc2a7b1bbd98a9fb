import type { ProposalOptions } from '@hyperledger/fabric-gateway';
import type { TestNetwork } from '../support/test-network';
import { mspIds } from './members';
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

/** What is answered while something is down, held against what a live network answered then. */
export const faults = (network: () => TestNetwork): void => {
  const contract = () => network().contract(hospital);

  /** The recorded error breaks off after 300 characters of a message. */
  const expectLike = (
    failure: Awaited<ReturnType<typeof failureOf>>,
    expected: ReturnType<typeof expectedError>,
  ): void => {
    const start = (message: string): string => message.slice(0, 150);
    expect(failure).toMatchObject({ class: expected.class, code: expected.code, message: expected.message });
    expect(failure.details?.map(({ mspId, message }) => ({ mspId, message: start(message) }))).toEqual(
      expected.details?.map(({ mspId, message }) => ({ mspId, message: start(message) })),
    );
  };

  const suite = (file: string): void => {
    test.each(refusals)('refuses as recorded: %s', async (name, transaction, options) => {
      expectLike(await failureOf(() => contract().submit(transaction, options)), expectedError(recorded(file, name)));
    });

    test('refuses to evaluate there', async () => {
      const failure = await failureOf(() => contract().evaluate('whoAmI', { endorsingOrganizations: [pharmacy] }));
      expectLike(failure, expectedError(recorded(file, 'evaluate targeted at PharmacyMSP')));
    });

    test('evaluates elsewhere, and finds other endorsers', async () => {
      const result = await contract().evaluate('whoAmI');
      expect(JSON.parse(Buffer.from(result).toString())).toMatchObject({ peer: hospital });
      const submitted = await contract().submit('put', { arguments: ['despite all', '1'] });
      expect(Buffer.from(submitted).toString()).toBe('ok');
    });
  };

  describe("while an organisation's chaincode process is down", () => {
    beforeAll(async () => {
      await contract().submit('putProtected', { arguments: ['guarded', '0', owners] });
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
      expect(Buffer.from(await contract().submit('put', options)).toString()).toBe('ok');
    });
  });

  describe("while an organisation's peer is down", () => {
    beforeAll(() => network().devnet.stopOrganisation(pharmacy));
    afterAll(() => network().devnet.startOrganisation(pharmacy));
    suite('gateway-peerdown-pharmacy-t0');

    test('its own members reach nothing', async () => {
      const failure = await failureOf(() => network().contract(pharmacy).evaluateTransaction('whoAmI'));
      expect(failure.code).toBe(14);
    });
  });

  describe('when an organisation comes back', () => {
    test('it answers, and has what was committed meanwhile', async () => {
      const { client } = network().of(pharmacy);
      await new Promise<void>((resolve, reject) =>
        client.waitForReady(Date.now() + 20_000, (error) => (error ? reject(error) : resolve())),
      );
      const value = await network().contract(pharmacy).evaluateTransaction('get', 'despite all');
      expect(Buffer.from(value).toString()).toBe('1');
    });
  });
};
