import { common, peer } from '@hyperledger/fabric-protos';
import { chaincodeProcess, type ChaincodeProcess } from '../support/chaincode-process';
import { chaincodePackage, tarGz } from '../support/chaincode-package';
import { approve, commit, install, processProposal, queryLifecycle, signedProposal } from '../support/lifecycle';
import { applicationPolicy, type TestNetwork, type TestOrganisation } from '../support/test-network';
import { mspIds } from './members';

const { hospital, pharmacy } = mspIds;
const { lifecycle } = peer;

const answerOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
  } catch (error) {
    const { details, message } = error as { details?: { message: string }[]; message: string };
    return details?.[0]?.message ?? message;
  }
  throw new Error('it should have been refused');
};

/** The chaincodes that are part of a peer. */
export const system = (network: () => TestNetwork): void => {
  const channel = () => network().of(hospital).gateway.getNetwork('rx');
  const adminGateway = () => network().of(hospital).adminGateway;

  describe('qscc', () => {
    const qscc = () => channel().getContract('qscc');
    const block = async (...args: string[]) =>
      common.Block.deserializeBinary(await qscc().evaluateTransaction(args[0]!, ...args.slice(1)));

    test('tells the height', async () => {
      const info = common.BlockchainInfo.deserializeBinary(await qscc().evaluateTransaction('GetChainInfo', 'rx'));
      const last = await block('GetBlockByNumber', 'rx', String(info.getHeight() - 1));
      expect(last.getHeader()?.getPreviousHash_asU8()).toEqual(info.getPreviousblockhash_asU8());
    });

    test('finds a block by number, by hash and by transaction, and a transaction', async () => {
      const submitted = await network()
        .contract(hospital)
        .submitAsync('put', { arguments: ['looked up', '1'] });
      const { blockNumber, transactionId } = await submitted.getStatus();
      const byTransaction = await block('GetBlockByTxID', 'rx', transactionId);
      expect(byTransaction.getHeader()?.getNumber()).toBe(Number(blockNumber));
      const info = common.BlockchainInfo.deserializeBinary(await qscc().evaluateTransaction('GetChainInfo', 'rx'));
      const byHash = await qscc().evaluate('GetBlockByHash', {
        arguments: ['rx', info.getCurrentblockhash_asU8()],
      });
      expect(common.Block.deserializeBinary(byHash).getHeader()?.getNumber()).toBe(info.getHeight() - 1);
      const found = peer.ProcessedTransaction.deserializeBinary(
        await qscc().evaluateTransaction('GetTransactionByID', 'rx', transactionId),
      );
      expect(found.getValidationcode()).toBe(0);
    });

    test.each([
      [
        ['GetBlockByNumber', 'rx', '999999'],
        'Failed to get block number 999999, error no such block number [999999] in index',
      ],
      [
        ['GetTransactionByID', 'rx', 'ff'],
        'Failed to get transaction with id ff, error no such transaction ID [ff] in index',
      ],
      [['GetBlockByTxID', 'rx', 'ff'], 'Failed to get block for txID ff, error no such transaction ID [ff] in index'],
      [['GetChainInfo', 'nochan'], 'Invalid chain ID, nochan'],
      [['Nope', 'rx', '1'], 'Requested function Nope not found.'],
      [['GetBlockByNumber', 'rx'], 'missing 3rd argument for GetBlockByNumber'],
    ])('refuses %j', async ([name, ...args], message) => {
      const answer = await answerOf(() => qscc().evaluateTransaction(name!, ...args));
      expect(answer).toBe(`chaincode response 500, ${message}`);
    });
  });

  describe('cscc', () => {
    const cscc = () => channel().getContract('cscc');

    test('lists the channels, to a proposal outside any channel', async () => {
      const { client, user } = network().of(hospital);
      const proposal = await signedProposal(user, '', 'cscc', ['GetChannels']);
      const response = (await processProposal(client, proposal)).getResponse()!;
      const channels = peer.ChannelQueryResponse.deserializeBinary(response.getPayload_asU8()).getChannelsList();
      expect(channels.map((each) => each.getChannelId())).toEqual(['rx']);
    });

    test('gives the block with the configuration, and the configuration', async () => {
      const block = common.Block.deserializeBinary(await cscc().evaluateTransaction('GetConfigBlock', 'rx'));
      expect(block.getHeader()?.getNumber()).toBe(0);
      const config = common.Config.deserializeBinary(await cscc().evaluateTransaction('GetChannelConfig', 'rx'));
      expect(config.getChannelGroup()?.getGroupsMap().has('Application')).toBe(true);
    });
  });

  describe('_lifecycle', () => {
    const definition = { channel: 'rx', name: 'second', version: '1.0', sequence: 1 };
    let process: ChaincodeProcess;
    let packageId: string;

    beforeAll(async () => {
      const { client, admin } = network().of(hospital);
      process = await chaincodeProcess();
      packageId = await install(client, admin, chaincodePackage('second', { address: process.address }));
      await process.start(packageId, hospital);
    });
    afterAll(() => process.stop());

    const packageOf = (each: TestOrganisation): string => (each.mspId === hospital ? packageId : each.packageId);

    test('installs for administrators only', async () => {
      const { client, user } = network().of(hospital);
      const answer = await answerOf(() => install(client, user, chaincodePackage('mine', { address: 'localhost:1' })));
      expect(answer).toContain(
        "Failed to authorize invocation due to failed ACL check: Failed verifying that proposal's creator satisfies local MSP principal",
      );
    });

    test('installs for its own organisation only', async () => {
      const { client } = network().of(hospital);
      const { admin } = network().of(pharmacy);
      const answer = await answerOf(() => install(client, admin, chaincodePackage('mine', { address: 'localhost:1' })));
      expect(answer).toContain('access denied: channel [] creator org unknown, creator is malformed');
    });

    test.each([
      [
        'no archive',
        Buffer.from('nonsense'),
        'could not parse as a chaincode install package: error reading as gzip stream',
      ],
      ['no metadata', tarGz({ 'code.tar.gz': 'x' }), 'did not find any package metadata (missing metadata.json)'],
      [
        'no code',
        tarGz({ 'metadata.json': '{"type":"ccaas","label":"x"}' }),
        'did not find a code package inside the package',
      ],
      [
        'a bad label',
        tarGz({ 'metadata.json': '{"type":"ccaas","label":"-x"}', 'code.tar.gz': 'x' }),
        "invalid label '-x'",
      ],
      [
        'chaincode to build',
        tarGz({ 'metadata.json': '{"type":"golang","label":"x"}', 'code.tar.gz': 'x' }),
        'only chaincode as a service',
      ],
    ])('refuses a package with %s', async (_what, bytes, message) => {
      const { client, admin } = network().of(hospital);
      expect(await answerOf(() => install(client, admin, bytes))).toContain(message);
    });

    test('knows what is installed', async () => {
      const { client, admin } = network().of(hospital);
      const ask = async (name: string, args: Uint8Array) =>
        (await processProposal(client, await signedProposal(admin, '', '_lifecycle', [name, args]))).getResponse()!;
      const all = await ask('QueryInstalledChaincodes', new Uint8Array());
      const list = lifecycle.QueryInstalledChaincodesResult.deserializeBinary(all.getPayload_asU8());
      expect(list.getInstalledChaincodesList().map((each) => each.getPackageId())).toContain(packageId);
      const request = new lifecycle.GetInstalledChaincodePackageArgs();
      request.setPackageId(packageId);
      expect((await ask('GetInstalledChaincodePackage', request.serializeBinary())).getStatus()).toBe(200);
      request.setPackageId('nosuch');
      expect((await ask('GetInstalledChaincodePackage', request.serializeBinary())).getStatus()).toBe(404);
    });

    test.each([
      [{ ...definition, sequence: 2 }, 'requested sequence 2 is larger than the next available sequence number 1'],
      [{ ...definition, sequence: 0 }, 'requested sequence is 0, but first definable sequence number is 1'],
      [
        { ...definition, name: 'qscc' },
        "error validating chaincode definition: chaincode name 'qscc' is the name of a system chaincode",
      ],
      [{ ...definition, name: '-x' }, "error validating chaincode definition: invalid chaincode name '-x'"],
      [{ ...definition, version: 'a b' }, "error validating chaincode definition: invalid chaincode version 'a b'"],
    ])('refuses the approval of %j', async (wrong, message) => {
      const answer = await answerOf(() => approve(adminGateway(), hospital, wrong, ''));
      expect(answer).toContain(
        `failed to invoke backing implementation of 'ApproveChaincodeDefinitionForMyOrg': ${message}`,
      );
    });

    test('commits what enough organisations approved, and an upgrade later', async () => {
      const mspId = hospital;
      await approve(adminGateway(), mspId, definition, packageId);
      expect(await answerOf(() => approve(adminGateway(), mspId, definition, packageId))).toContain(
        'attempted to redefine uncommitted sequence (1) for namespace second with unchanged content',
      );
      expect(await answerOf(() => commit(network().of(pharmacy).adminGateway, definition, [pharmacy]))).toContain(
        'chaincode definition not agreed to by this org (PharmacyMSP)',
      );
      const readiness = new lifecycle.CheckCommitReadinessArgs();
      readiness.setName('second');
      readiness.setVersion('1.0');
      readiness.setSequence(1);
      const ready = lifecycle.CheckCommitReadinessResult.deserializeBinary(
        await queryLifecycle(adminGateway(), 'rx', 'CheckCommitReadiness', readiness.serializeBinary()),
      );
      expect(ready.getApprovalsMap().get(hospital)).toBe(true);
      expect(ready.getApprovalsMap().get(pharmacy)).toBe(false);
      expect(ready.getMismatchesMap().get(pharmacy)?.getItemsList()).toEqual(['ChaincodeParameters']);

      for (const each of network().organisations.slice(1)) {
        await approve(each.adminGateway, each.mspId, definition, packageOf(each));
      }
      const everyone = network().organisations.map((each) => each.mspId);
      await commit(adminGateway(), definition, everyone);
      const second = channel().getContract('second');
      expect(Buffer.from(await second.submitTransaction('put', 'k', '1')).toString()).toBe('ok');

      const upgrade = {
        ...definition,
        version: '2.0',
        sequence: 2,
        policy: applicationPolicy(`OR('${hospital}.peer')`),
      };
      for (const each of network().organisations) {
        await approve(each.adminGateway, each.mspId, upgrade, packageOf(each));
      }
      await commit(adminGateway(), upgrade, everyone);
      const query = new lifecycle.QueryChaincodeDefinitionArgs();
      query.setName('second');
      const found = lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(
        await queryLifecycle(adminGateway(), 'rx', 'QueryChaincodeDefinition', query.serializeBinary()),
      );
      expect([found.getSequence(), found.getVersion()]).toEqual([2, '2.0']);
      const submitted = await second.submitAsync('put', { arguments: ['k', '2'], endorsingOrganizations: [hospital] });
      expect(await submitted.getStatus()).toMatchObject({ successful: true });
    });

    test('lists the definitions of the channel', async () => {
      const bytes = await queryLifecycle(adminGateway(), 'rx', 'QueryChaincodeDefinitions', new Uint8Array());
      const list = lifecycle.QueryChaincodeDefinitionsResult.deserializeBinary(bytes).getChaincodeDefinitionsList();
      expect(list.map((each) => each.getName()).sort()).toEqual(['rx', 'second']);
    });

    test('says with 404 what is not defined', async () => {
      const query = new lifecycle.QueryChaincodeDefinitionArgs();
      query.setName('nosuch');
      const answer = await answerOf(() =>
        queryLifecycle(adminGateway(), 'rx', 'QueryChaincodeDefinition', query.serializeBinary()),
      );
      expect(answer).toBe('chaincode response 404, namespace nosuch is not defined');
    });

    test('calls the other chaincode in one transaction', async () => {
      const result = await network().contract(hospital).evaluateTransaction('call', 'second', '["get","k"]');
      expect(Buffer.from(result).toString()).toBe('2');
    });
  });

  describe('a proposal', () => {
    test.each([
      [
        'with a wrong clock',
        { timestamp: new Date(Date.now() - 20 * 60_000) },
        'request unauthorized due to incorrect timestamp',
      ],
      [
        'with a foreign transaction id',
        { transactionId: 'ab'.repeat(32) },
        'error validating proposal: incorrectly computed txid',
      ],
    ])('%s is refused', async (_what, twist, message) => {
      const { client, user } = network().of(hospital);
      const proposal = await signedProposal(user, 'rx', 'rx', ['nothing'], twist);
      expect(await answerOf(() => processProposal(client, proposal))).toContain(message);
    });
  });
};
