import { type Contract, type SubmittedTransaction } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import { quorumOf } from '../src/services/order';
import { failureOf } from './conformance/recorded';
import { anyTwo, centre, hospital, organisations, pharmacy, thirdParty } from './support/four-organisations';
import { startTestNetwork, type TestNetwork } from './support/test-network';

jest.setTimeout(240_000);

const pair = [hospital, pharmacy];
const orderingFailed =
  'insufficient number of orderers could successfully process transaction to satisfy quorum requirement';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe('faults of a devnet, as unmodified clients meet them', () => {
  let network: TestNetwork;
  let count = 0;
  const newKey = (): string => `k${(count += 1)}`;

  beforeAll(async () => {
    network = await startTestNetwork({ organisations, policy: anyTwo });
  });
  afterEach(() => network.devnet.faults.clear());
  afterAll(() => network.close());

  const contract = (mspId = hospital): Contract => network.contract(mspId);
  const put = (key: string, value: string, endorsers = pair) =>
    contract().submit('put', { arguments: [key, value], endorsingOrganizations: endorsers });
  const get = async (key: string, mspId = hospital) => text(await contract(mspId).evaluateTransaction('get', key));
  const heightOf = async (mspId: string): Promise<number> => {
    const qscc = network.of(mspId).adminGateway.getNetwork('rx').getContract('qscc');
    const bytes = await qscc.evaluateTransaction('GetChainInfo', 'rx');
    return common.BlockchainInfo.deserializeBinary(bytes).getHeight();
  };
  const codeOf = async (submitted: SubmittedTransaction) => (await submitted.getStatus()).code;

  describe('a peer that is held', () => {
    test('answers from where it stands, and catches up when it is released', async () => {
      const key = newKey();
      await put(key, '1');
      network.devnet.faults.lag(pharmacy, 'hold');
      await put(key, '2', [hospital, centre]);
      expect(await get(key)).toBe('2');
      expect(await get(key, pharmacy)).toBe('1');
      expect(await heightOf(pharmacy)).toBe((await heightOf(hospital)) - 1);
      network.devnet.faults.release(pharmacy);
      expect(await get(key, pharmacy)).toBe('2');
      expect(await heightOf(pharmacy)).toBe(await heightOf(hospital));
    });

    test('endorses on what it sees, which does not match what the others saw', async () => {
      const key = newKey();
      await put(key, '1');
      network.devnet.faults.lag(pharmacy, 'hold');
      await put(key, '2', [hospital, centre]);
      const failure = await failureOf(() =>
        contract().submit('bump', { arguments: [key], endorsingOrganizations: pair }),
      );
      expect(failure).toMatchObject({ class: 'EndorseError', code: 10 });
      expect(failure.details).toMatchObject([{ message: 'ProposalResponsePayloads do not match' }]);
    });

    test('lets its own client wait for the commit', async () => {
      network.devnet.faults.lag(pharmacy, 'hold');
      const options = { arguments: [newKey(), '1'], endorsingOrganizations: [hospital, centre] };
      const submitted = await contract(pharmacy).submitAsync('put', options);
      let isSettled = false;
      const status = submitted.getStatus().finally(() => (isSettled = true));
      await network.contract(hospital).evaluateTransaction('whoAmI');
      expect(isSettled).toBe(false);
      network.devnet.faults.release(pharmacy);
      expect(await status).toMatchObject({ successful: true });
    });

    test('delivers no event until it comes to it', async () => {
      const key = newKey();
      await put(key, '1');
      network.devnet.faults.lag(pharmacy, 'hold');
      const events = await network.of(pharmacy).gateway.getNetwork('rx').getChaincodeEvents('rx');
      const first = events[Symbol.asyncIterator]().next();
      let isHeard = false;
      void first.then(() => (isHeard = true));
      await contract().submit('bump', { arguments: [key], endorsingOrganizations: [hospital, centre] });
      await contract(pharmacy).evaluateTransaction('whoAmI');
      expect(isHeard).toBe(false);
      network.devnet.faults.release(pharmacy);
      expect((await first).value).toMatchObject({ eventName: 'Bumped' });
      events.close();
    });

    test('still reads private data that the others have purged', async () => {
      const key = newKey();
      const both = JSON.stringify(pair);
      const transientData = { rx: 'secret' };
      await contract().submit('issue', { arguments: [key, both], transientData, endorsingOrganizations: pair });
      network.devnet.faults.lag(pharmacy, 'hold');
      await contract().submit('purge', { arguments: [key, both], endorsingOrganizations: pair });
      const read = (mspId: string) => contract(mspId).evaluate('getPrivate', { arguments: [mspId, key] });
      expect(text(await read(hospital))).toBe('');
      expect(text(await read(pharmacy))).toBe('secret');
      network.devnet.faults.release(pharmacy);
      expect(text(await read(pharmacy))).toBe('');
    });
  });

  describe('a peer that lags', () => {
    test('comes to a block as many milliseconds late as it was told', async () => {
      const key = newKey();
      network.devnet.faults.lag(pharmacy, { ms: 300 });
      const submitted = await contract(pharmacy).submitAsync('put', {
        arguments: [key, '1'],
        endorsingOrganizations: [hospital, centre],
      });
      expect(await get(key, pharmacy)).toBe('');
      expect(await submitted.getStatus()).toMatchObject({ successful: true });
      expect(await get(key, pharmacy)).toBe('1');
    });

    test('by blocks stays that far behind', async () => {
      const key = newKey();
      network.devnet.faults.lag(pharmacy, { blocks: 1 });
      await put(key, '1', [hospital, centre]);
      await put(key, '2', [hospital, centre]);
      expect(await get(key, pharmacy)).toBe('1');
    });

    test('with its private data knows the hash and has not the value', async () => {
      const key = newKey();
      network.devnet.faults.lag(pharmacy, 'hold', 'privateData');
      const transientData = { rx: 'body' };
      await contract().submit('issue', {
        arguments: [key, JSON.stringify(pair)],
        transientData,
        endorsingOrganizations: pair,
      });
      const read = () => contract(pharmacy).evaluate('getPrivate', { arguments: [pharmacy, key] });
      const failure = await failureOf(read);
      expect(JSON.stringify(failure)).toContain('private data matching public hash version is not available');
      network.devnet.faults.release(pharmacy);
      expect(text(await read())).toBe('body');
    });

    test('is asked after the others where the own peer cannot answer', async () => {
      const { devnet } = network;
      await devnet.stopNode(hospital, 'orderer');
      expect(await get(newKey())).toBe('');
      await devnet.startNode(hospital, 'orderer');
      devnet.faults.lag(centre, 'hold');
      devnet.faults.lag(pharmacy, 'hold');
      const key = newKey();
      await put(key, '1', [hospital, thirdParty]);
      const others = [centre, pharmacy, thirdParty];
      const read = await contract().evaluate('get', { arguments: [key], endorsingOrganizations: others });
      expect(text(read)).toBe('1');
    });
  });

  describe('one node that is stopped', () => {
    const stopped: [string, 'peer' | 'orderer'][] = [];
    const stop = async (mspId: string, node: 'peer' | 'orderer') => {
      stopped.push([mspId, node]);
      await network.devnet.stopNode(mspId, node);
    };
    afterEach(async () => {
      for (const [mspId, node] of stopped.splice(0)) await network.devnet.startNode(mspId, node);
    });

    test('as an orderer leaves its peer endorsing, and ordering going while there is a quorum', async () => {
      await stop(pharmacy, 'orderer');
      const key = newKey();
      await put(key, '1');
      expect(await get(key, pharmacy)).toBe('1');
      expect(quorumOf(organisations.length)).toBe(3);
      await stop(centre, 'orderer');
      const failure = await failureOf(() => put(newKey(), '1'));
      expect(failure).toMatchObject({ class: 'SubmitError', code: 14 });
      expect(failure.message).toContain(orderingFailed);
    });

    test('as a peer leaves its orderer ordering', async () => {
      await stop(pharmacy, 'peer');
      await stop(centre, 'orderer');
      const key = newKey();
      await put(key, '1', [hospital, centre]);
      expect(await get(key)).toBe('1');
      expect((await failureOf(() => put(newKey(), '1'))).code).toBe(14);
    });
  });

  describe('blocks', () => {
    test('that are held are cut when they are released, in the order that was set', async () => {
      const key = newKey();
      await put(key, '0');
      const { faults } = network.devnet;
      const endorsed = await Promise.all(
        [1, 2].map(() =>
          contract()
            .newProposal('bump', { arguments: [key], endorsingOrganizations: pair })
            .endorse(),
        ),
      );
      faults.holdBlocks();
      faults.reorderNextBlock('reverse');
      const submitted: SubmittedTransaction[] = [];
      for (const transaction of endorsed) submitted.push(await transaction.submit());
      expect(await get(key)).toBe('0');
      faults.releaseBlocks();
      expect(await Promise.all(submitted.map(codeOf))).toEqual([11, 0]);
    });

    test('that are delayed come late', async () => {
      const key = newKey();
      network.devnet.faults.delayBlocks(400);
      const submitted = await contract().submitAsync('put', { arguments: [key, '1'], endorsingOrganizations: pair });
      expect(await get(key)).toBe('');
      expect(await codeOf(submitted)).toBe(0);
      expect(await get(key)).toBe('1');
    });
  });

  describe('an endorsement', () => {
    test('fails once with the message given, for the organisation and the function given', async () => {
      const { faults } = network.devnet;
      faults.failNextEndorsement({ mspId: pharmacy, function: 'put', message: 'out of paper' });
      expect(text(await contract().submit('nothing', { endorsingOrganizations: pair }))).toBe('nothing');
      const failure = await failureOf(() => put(newKey(), '1'));
      expect(failure).toMatchObject({ class: 'EndorseError', code: 10 });
      expect(failure.details).toMatchObject([{ mspId: pharmacy, message: 'chaincode response 500, out of paper' }]);
      await put(newKey(), '1');
    });

    test('fails as often as it was told, with the status given', async () => {
      network.devnet.faults.failNextEndorsement({ chaincode: 'rx', times: 2, status: 404, message: 'gone' });
      for (let turn = 0; turn < 2; turn += 1) {
        const failure = await failureOf(() => contract().submit('put', { arguments: [newKey(), '1'] }));
        expect(failure.details).toMatchObject([{ message: 'chaincode response 404, gone' }]);
      }
      await put(newKey(), '1');
    });

    test('is not to be had from a peer that cannot be reached, and another one gives it', async () => {
      network.devnet.faults.failNextEndorsement({ mspId: centre, unavailable: true, times: 9 });
      const named = await failureOf(() => put(newKey(), '1', [hospital, centre]));
      expect(named.details).toMatchObject([{ mspId: centre }]);
      expect(named.details?.[0]?.message).toMatch(/^rpc error: code = Unavailable/);
      await contract().submit('put', { arguments: [newKey(), '1'] });
    });

    test('of a lying peer does not match, and none of it is committed', async () => {
      const key = newKey();
      const { faults } = network.devnet;
      faults.alterNextEndorsement({ mspId: pharmacy, write: { key, value: 'forged' } });
      const failure = await failureOf(() => put(key, 'true'));
      expect(failure.details).toMatchObject([{ message: 'ProposalResponsePayloads do not match' }]);
      faults.alterNextEndorsement({ mspId: pharmacy, payload: 'forged' });
      expect((await failureOf(() => put(key, 'true'))).details).toMatchObject([
        { message: 'ProposalResponsePayloads do not match' },
      ]);
      expect(await get(key)).toBe('');
    });

    test('of a lying peer alone carries a signature that holds, and still is too few', async () => {
      const key = newKey();
      network.devnet.faults.alterNextEndorsement({ mspId: pharmacy, write: { key, value: 'forged' } });
      const submitted = await contract().submitAsync('put', {
        arguments: [key, 'true'],
        endorsingOrganizations: [pharmacy],
      });
      expect(await codeOf(submitted)).toBe(10);
      expect(await get(key)).toBe('');
    });
  });

  describe('a submit', () => {
    test('that fails before ordering commits nothing', async () => {
      const key = newKey();
      network.devnet.faults.failNextSubmit({ when: 'before-ordering', message: 'queue is full' });
      const failure = await failureOf(() => put(key, '1'));
      expect(failure).toMatchObject({ class: 'SubmitError', code: 14 });
      expect(failure.details?.[0]?.message).toContain('failed to submit request: queue is full');
      expect(await get(key)).toBe('');
      await put(key, '2');
      expect(await get(key)).toBe('2');
    });

    test('that fails after ordering is committed all the same, in the words of BFT', async () => {
      const key = newKey();
      network.devnet.faults.failNextSubmit({ when: 'after-ordering' });
      const failure = await failureOf(() => put(key, '1'));
      expect(failure).toMatchObject({ class: 'SubmitError', code: 14 });
      expect(failure.message).toContain(orderingFailed);
      expect(failure.details?.map(({ message }) => message)).toEqual(
        Array(2).fill(
          'received unsuccessful response from orderer: status=SERVICE_UNAVAILABLE, info=failed to submit request: request already processed',
        ),
      );
      expect(await get(key)).toBe('1');
    });
  });

  describe('streams', () => {
    test('of events are cut, of the peer named', async () => {
      const open = async (mspId: string) => {
        const events = await network.of(mspId).gateway.getNetwork('rx').getChaincodeEvents('rx');
        return { events, next: events[Symbol.asyncIterator]().next() };
      };
      const cut = await open(pharmacy);
      const kept = await open(hospital);
      const outcome = cut.next.then(
        () => undefined,
        (error: { code: number }) => error.code,
      );
      await contract(pharmacy).evaluateTransaction('whoAmI');
      expect(network.devnet.faults.dropEventStreams({ mspId: pharmacy })).toBe(1);
      expect(await outcome).toBe(14);
      await put('0', '0');
      await contract().submit('bump', { arguments: ['0'], endorsingOrganizations: pair });
      expect((await kept.next).value).toMatchObject({ eventName: 'Bumped' });
      kept.events.close();
    });

    test('of a chaincode are cut under a transaction, and dialled again', async () => {
      const sleeping = failureOf(() =>
        contract().evaluate('sleep', { arguments: ['5000'], endorsingOrganizations: [hospital] }),
      );
      await contract().evaluateTransaction('whoAmI');
      network.devnet.faults.dropChaincode(hospital, 'rx');
      expect(JSON.stringify(await sleeping)).toContain('chaincode stream terminated');
      expect(await get('none')).toBe('');
    });
  });

  test('a fault of an organisation that there is not is refused', () => {
    const { faults } = network.devnet;
    expect(() => faults.lag('NobodyMSP', 'hold')).toThrow('there is no organisation NobodyMSP');
    expect(() => faults.failNextEndorsement({ mspId: 'NobodyMSP' })).toThrow('there is no organisation NobodyMSP');
    expect(() => faults.lag(pharmacy, { ms: -1 })).toThrow('must be a number from 0 on');
  });

  test('what is in force can be told, and ended', () => {
    const { faults } = network.devnet;
    faults.lag(pharmacy, { ms: 5 });
    faults.failNextEndorsement({ mspId: pharmacy, times: 3 });
    expect(faults.inForce()).toMatchObject({
      lags: { [pharmacy]: { ledger: { ms: 5 } } },
      endorsements: [{ mspId: pharmacy, times: 3 }],
    });
    faults.clear();
    expect(faults.inForce()).toEqual({
      lags: {},
      blocks: { delayMs: 0, isHeld: false, order: undefined },
      endorsements: [],
      alterations: [],
      submits: [],
    });
  });
});
