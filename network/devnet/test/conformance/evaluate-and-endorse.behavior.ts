import type { ProposalOptions } from '@hyperledger/fabric-gateway';
import type { OpenNetwork } from './open-network';
import { mspIds } from './members';
import { expectedError, failureOf, recorded } from './recorded';

const { hospital, centre, pharmacy } = mspIds;
const live = 'gateway-live';
const both = [hospital, pharmacy];

/** A refusal as recorded: what to call, with what. */
interface Refusal {
  readonly name: string;
  readonly transaction: string;
  readonly options?: ProposalOptions;
  readonly chaincode?: string;
  readonly channel?: string;
  readonly contract?: string;
  /** Which of the peers disagrees with the other is chance: the first to answer sets the measure. */
  readonly isAnyPeer?: boolean;
}

const args = (...values: string[]) => ({ arguments: values });
const issueArguments = ['k', JSON.stringify([hospital, pharmacy])];

const statuses = [400, 404, 499, 500, 503, 600].map((code) => ({
  name: `chaincode status ${code}`,
  transaction: 'status',
  options: args(String(code)),
}));

const refusedEvaluations: readonly Refusal[] = [
  { name: 'transient missing', transaction: 'issue', options: args(...issueArguments) },
  { name: 'contract throws', transaction: 'throwError' },
  { name: 'unknown function', transaction: 'Nope' },
  { name: 'wrong argument count (too few)', transaction: 'put', options: args('k') },
  { name: 'unknown contract namespace', transaction: 'get', contract: 'other', options: args('k') },
  ...statuses,
  { name: 'unknown chaincode', transaction: 'get', chaincode: 'nosuch' },
  { name: 'unknown channel', transaction: 'get', channel: 'nochan' },
  { name: 'evaluate target org unknown', transaction: 'get', options: { endorsingOrganizations: ['NopeMSP'] } },
];

const refusedEndorsements: readonly Refusal[] = [
  {
    name: 'transient missing',
    transaction: 'issue',
    options: { ...args(...issueArguments), endorsingOrganizations: both },
  },
  { name: 'contract throws', transaction: 'throwError' },
  {
    name: 'contract throws, 2 endorsing orgs given',
    transaction: 'throwError',
    options: { endorsingOrganizations: both },
  },
  { name: 'unknown function', transaction: 'Nope' },
  ...statuses,
  { name: 'unknown chaincode', transaction: 'get', chaincode: 'nosuch' },
  {
    name: 'unknown chaincode, orgs given',
    transaction: 'get',
    chaincode: 'nosuch',
    options: { endorsingOrganizations: both },
  },
  { name: 'unknown channel', transaction: 'get', channel: 'nochan' },
  { name: 'endorsing org unknown', transaction: 'get', options: { endorsingOrganizations: ['NopeMSP'] } },
  {
    name: 'transient given, orgs not given, implicit collections of 2 orgs',
    transaction: 'issue',
    options: { ...args(...issueArguments), transientData: { rx: 'body' } },
  },
  {
    name: 'implicit collection of unknown org',
    transaction: 'issue',
    options: { ...args('k', '["NopeMSP"]'), transientData: { rx: 'body' }, endorsingOrganizations: both },
  },
  { name: 'nondeterministic write', transaction: 'random', options: args('k') },
  {
    name: 'nondeterministic write, orgs given',
    transaction: 'random',
    options: { ...args('k'), endorsingOrganizations: both },
    isAnyPeer: true,
  },
];

const succeeding = [200, 201, 399];

const anonymous = (error: ReturnType<typeof expectedError>) => ({
  ...error,
  details: error.details?.map(({ message }) => message),
});

/** What Evaluate and Endorse answer, held against what a live network answered. */
export const evaluateAndEndorse = (network: () => OpenNetwork): void => {
  const contractFor = ({ channel, chaincode, contract }: Partial<Refusal>) => {
    const { gateway } = network().of(hospital);
    return gateway.getNetwork(channel ?? network().channel).getContract(chaincode ?? network().chaincode, contract);
  };

  describe('Evaluate', () => {
    test.each(refusedEvaluations)('refuses as recorded: $name', async (refusal) => {
      const answer = recorded(live, refusal.name, 'Evaluate');
      const failure = await failureOf(() => contractFor(refusal).evaluate(refusal.transaction, refusal.options));
      expect(failure).toEqual(expectedError(answer));
    });

    test.each(succeeding)('takes chaincode status %i for success', async (code) => {
      const result = await contractFor({}).evaluate('status', args(String(code)));
      expect(Buffer.from(result).toString()).toBe('payload');
    });

    test('runs on the own peer, or on that of an organisation named', async () => {
      const peerOf = async (...endorsingOrganizations: string[]): Promise<string> => {
        const result = await contractFor({}).evaluate(
          'whoAmI',
          endorsingOrganizations.length > 0 ? { endorsingOrganizations } : {},
        );
        return (JSON.parse(Buffer.from(result).toString()) as { peer: string }).peer;
      };
      expect(await peerOf()).toBe(hospital);
      expect(await peerOf(pharmacy)).toBe(pharmacy);
      expect([pharmacy, centre]).toContain(await peerOf(pharmacy, centre));
    });

    test('hands transient data to the own peer', async () => {
      const options = { ...args('seen', JSON.stringify([hospital])), transientData: { rx: 'body' } };
      const result = await contractFor({}).evaluate('issue', options);
      expect(Buffer.from(result).toString()).toBe('issued');
    });
  });

  describe('Endorse', () => {
    test.each(refusedEndorsements)('refuses as recorded: $name', async (refusal) => {
      const api = recordedApi(refusal.name);
      const proposal = contractFor(refusal).newProposal(refusal.transaction, refusal.options);
      const failure = await failureOf(() => proposal.endorse());
      const expected = expectedError(recorded(live, refusal.name, api));
      const shown = refusal.isAnyPeer ? anonymous : <T>(error: T): T => error;
      expect(shown(failure)).toEqual(shown(expected));
    });

    test.each(succeeding)('takes chaincode status %i for success', async (code) => {
      const { payload, successful } = await network().submit(hospital, 'status', args(String(code)));
      expect({ payload, successful }).toEqual({ payload: 'payload', successful: true });
    });
  });
};

/** Some were recorded as whole submits that got no further than Endorse. */
const recordedApi = (name: string): string =>
  name.startsWith('chaincode status') ? 'Endorse+Submit+CommitStatus' : 'Endorse';
