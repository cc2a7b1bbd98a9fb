import { common, peer } from '@hyperledger/fabric-protos';
import { processProposal, signedProposal } from '../support/lifecycle';
import { answerOf } from './answer';
import { mspIds } from './members';
import type { OpenNetwork } from './open-network';

const { hospital } = mspIds;

/** The chaincodes that are part of a peer. */
export const system = (network: () => OpenNetwork): void => {
  const channel = () => network().of(hospital).gateway.getNetwork('rx');

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
      const { blockNumber, transactionId } = await network().submit(hospital, 'put', { arguments: ['looked up', '1'] });
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
      [['Nope', 'rx', '1'], 'access denied for [Nope][rx]: [Unmapped policy for qscc/Nope]'],
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
      expect(channels.map((each) => each.getChannelId())).toContain('rx');
    });

    test('gives the block with the configuration, and the configuration', async () => {
      const block = common.Block.deserializeBinary(await cscc().evaluateTransaction('GetConfigBlock', 'rx'));
      expect(block.getMetadata()).toBeDefined();
      const config = common.Config.deserializeBinary(await cscc().evaluateTransaction('GetChannelConfig', 'rx'));
      expect(config.getChannelGroup()?.getGroupsMap().has('Application')).toBe(true);
    });
  });

  describe('a state of keys and values', () => {
    test('has the history of a key, newest first', async () => {
      for (const [name, ...args] of [
        ['put', 'h', '1'],
        ['put', 'h', '2'],
        ['remove', 'h'],
      ] as const) {
        await network().submit(hospital, name, { arguments: args });
      }
      const found = await network().contract(hospital).evaluateTransaction('history', 'h');
      expect(JSON.parse(Buffer.from(found).toString())).toEqual([
        { isDelete: true, value: '' },
        { isDelete: false, value: '2' },
        { isDelete: false, value: '1' },
      ]);
    });

    test('refuses rich queries', async () => {
      const answer = await answerOf(() => network().contract(hospital).evaluateTransaction('query', '{"selector":{}}'));
      expect(answer).toContain('ExecuteQuery not supported for leveldb');
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
      const proposal = await signedProposal(user, 'rx', network().chaincode, ['nothing'], twist);
      expect(await answerOf(() => processProposal(client, proposal))).toContain(message);
    });
  });
};
