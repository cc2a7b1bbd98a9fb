import { type Contract, CommitError, type ProposalOptions } from '@hyperledger/fabric-gateway';
import { common, gateway as gatewayMessages, peer } from '@hyperledger/fabric-protos';
import { waitForBlock } from './heights';
import { ledgerBlock } from './ledger-blocks';
import { channel, mspIds } from './members';
import type { OpenNetwork } from './open-network';
import { describeError, expectedError, normalised, recorded } from './recorded';

const { hospital } = mspIds;
const live = 'gateway-live';
const key = (() => {
  let count = 0;
  return (): string => `tx${(count += 1)}`;
})();

/** What becomes of transactions, held against what a live network answered. */
export const transactions = (network: () => OpenNetwork): void => {
  const contract = (): Contract => network().contract(hospital);
  const submit = (name: string, options?: ProposalOptions) => network().submit(hospital, name, options);
  const put = (id: string) => submit('put', { arguments: [id, '0'] });

  /** Endorses `count` transactions on one state, then orders them. */
  const race = async (count: number, name: string, ...args: string[]) => {
    const proposals = Array.from({ length: count }, () => contract().newProposal(name, { arguments: args }));
    const endorsed = await Promise.all(proposals.map((proposal) => proposal.endorse()));
    return Promise.all(endorsed.map((transaction) => network().order(hospital, transaction)));
  };

  describe('a transaction', () => {
    test('is committed', async () => {
      const { result } = recorded(live, 'ok submit') as { result: { code: number; result: string } };
      const { payload, successful, code } = await submit('put', { arguments: [key(), '1'] });
      expect({ payload, successful, code }).toEqual({ payload: result.result, successful: true, code: result.code });
    });

    test('that read what another changed meanwhile fails with 11', async () => {
      const id = key();
      await put(id);
      const outcomes = await race(3, 'bump', id);
      const { result } = recorded(live, 'MVCC: 3 concurrent read-modify-writes');
      const codes = (result as { code: number }[]).map(({ code }) => code).sort();
      expect(outcomes.map(({ code }) => code).sort()).toEqual(codes);
    });

    test('that fails is a CommitError with the words recorded', async () => {
      const id = key();
      await put(id);
      const calls = await Promise.allSettled([1, 2, 3].map(() => contract().submitTransaction('bump', id)));
      const failed = calls.find((call) => call.status === 'rejected');
      expect(failed?.reason).toBeInstanceOf(CommitError);
      const words = normalised((failed?.reason as Error).message);
      expect(words).toBe(normalised(recorded(live, 'MVCC via submitTransaction').error!.message));
    });

    test('that read a range in which another wrote fails with 12', async () => {
      const from = key();
      const counting = contract().newProposal('countThenPut', { arguments: [`${from}-a`, `${from}-z`, `${from}-n`] });
      const endorsed = await counting.endorse();
      await put(`${from}-m`);
      expect(await network().order(hospital, endorsed)).toMatchObject(recorded(live, 'phantom read').result as object);
    });

    test('without reads or writes is committed', async () => {
      expect(await submit('nothing')).toMatchObject({ payload: 'nothing', successful: true, code: 0 });
    });

    test('that was changed after its endorsement fails with 5', async () => {
      const endorsed = await contract()
        .newProposal('put', { arguments: [key(), '1'] })
        .endorse();
      const forged = tamper(endorsed.getBytes());
      const { gateway } = network().of(hospital);
      const { result } = recorded(live, 'tampered transaction (result changed)') as { result: { code: number } };
      const { code } = await network().order(hospital, gateway.newTransaction(forged));
      expect(code).toBe(result.code);
    });

    test('is committed once only: an orderer refuses it again, or the peers do', async () => {
      const endorsed = await contract()
        .newProposal('put', { arguments: [key(), '1'] })
        .endorse();
      const { blockNumber } = await network().order(hospital, endorsed);
      const refusal = await endorsed.submit().then(
        () => undefined,
        (error: unknown) => describeError(error),
      );
      if (refusal) {
        const { details, ...expected } = expectedError(recorded(live, 'same transaction submitted twice'));
        expect(refusal).toMatchObject(expected);
        expect(refusal.details?.map(({ message }) => message)).toEqual(details?.map(({ message }) => message));
        return;
      }
      await waitForBlock(network().of(hospital), channel, blockNumber + 1n);
      const again = await ledgerBlock(network().of(hospital), channel, blockNumber + 1n);
      const codes = again.getMetadata()!.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
      expect([...codes!]).toEqual([peer.TxValidationCode.DUPLICATE_TXID]);
    });

    test('is endorsed no more once it is committed', async () => {
      const proposal = contract().newProposal('put', { arguments: [key(), '1'] });
      await network().order(hospital, await proposal.endorse());
      const failure = await proposal.endorse().then(
        () => undefined,
        (error: unknown) => describeError(error),
      );
      const expected = expectedError(recorded(live, 'same proposal endorsed after commit'));
      expect(failure).toMatchObject({ class: expected.class, code: expected.code, message: expected.message });
      expect(failure?.details).toHaveLength(1);
      expect(failure?.details?.[0]?.message).toMatch(
        /^duplicate transaction found \[<hash>\]\. Creator \[(<hash>|[0-9a-f])+\]$/,
      );
    });
  });
};

/** Changes the response in a prepared transaction, behind the endorsers' backs. */
const tamper = (bytes: Uint8Array): Uint8Array => {
  const prepared = gatewayMessages.PreparedTransaction.deserializeBinary(bytes);
  const envelope = prepared.getEnvelope()!;
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8());
  const action = transaction.getActionsList()[0]!;
  const content = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(content.getChaincodeProposalPayload_asU8());
  const invocation = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8());
  invocation
    .getChaincodeSpec()!
    .getInput()!
    .setArgsList([Buffer.from('put'), Buffer.from('k'), Buffer.from('2')]);
  proposal.setInput(invocation.serializeBinary());
  content.setChaincodeProposalPayload(proposal.serializeBinary());
  action.setPayload(content.serializeBinary());
  payload.setData(transaction.serializeBinary());
  envelope.setPayload(payload.serializeBinary());
  return prepared.serializeBinary();
};
