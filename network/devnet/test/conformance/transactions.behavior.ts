import { type Contract, CommitError, type SubmittedTransaction } from '@hyperledger/fabric-gateway';
import { common, gateway as gatewayMessages, peer } from '@hyperledger/fabric-protos';
import type { TestNetwork } from '../support/test-network';
import { mspIds } from './members';
import { describeError, expectedError, failureOf, normalised, recorded } from './recorded';

const { hospital, pharmacy, thirdParty } = mspIds;
const live = 'gateway-live';
const key = (() => {
  let count = 0;
  return (): string => `tx${(count += 1)}`;
})();

const outcome = async (submitted: SubmittedTransaction) => {
  const { successful, code } = await submitted.getStatus();
  return { successful, code };
};

/** What becomes of transactions, held against what a live network answered. */
export const transactions = (network: () => TestNetwork): void => {
  const contract = (): Contract => network().contract(hospital);
  const put = (id: string) => contract().submit('put', { arguments: [id, '0'] });

  /** Endorses `count` transactions on one state, then orders them. */
  const race = async (count: number, name: string, ...args: string[]) => {
    const proposals = Array.from({ length: count }, () => contract().newProposal(name, { arguments: args }));
    const endorsed = await Promise.all(proposals.map((proposal) => proposal.endorse()));
    return Promise.all(endorsed.map((transaction) => transaction.submit()));
  };

  describe('a transaction', () => {
    test('is committed', async () => {
      const submitted = await contract().submitAsync('put', { arguments: [key(), '1'] });
      const { result } = recorded(live, 'ok submit') as { result: { code: number; result: string } };
      expect(Buffer.from(submitted.getResult()).toString()).toBe(result.result);
      expect(await outcome(submitted)).toEqual({ successful: true, code: result.code });
    });

    test('that only one of the two endorsed fails with 10', async () => {
      const options = { arguments: [key(), '1'], endorsingOrganizations: [hospital] };
      expect(await outcome(await contract().submitAsync('put', options))).toEqual({ successful: false, code: 10 });
    });

    test('that changes a protected key without its owners fails with 10', async () => {
      const id = key();
      const owners = JSON.stringify([hospital, pharmacy]);
      await contract().submit('putProtected', { arguments: [id, '0', owners] });
      const options = { arguments: [id], endorsingOrganizations: [hospital, thirdParty] };
      expect(await outcome(await contract().submitAsync('bump', options))).toEqual({ successful: false, code: 10 });
    });

    test('on a protected key finds its endorsers by itself', async () => {
      const id = key();
      await contract().submit('putProtected', { arguments: [id, '0', JSON.stringify([hospital, pharmacy])] });
      expect(await outcome(await contract().submitAsync('bump', { arguments: [id] }))).toMatchObject({ code: 0 });
    });

    test('that writes to a collection without its owner fails with 10', async () => {
      const options = {
        arguments: [key(), JSON.stringify([hospital, pharmacy])],
        transientData: { rx: 'body' },
        endorsingOrganizations: [hospital, thirdParty],
      };
      expect(await outcome(await contract().submitAsync('issue', options))).toEqual({ successful: false, code: 10 });
    });

    test('that read what another changed meanwhile fails with 11', async () => {
      const id = key();
      await put(id);
      const outcomes = await Promise.all((await race(3, 'bump', id)).map(outcome));
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
      expect(await outcome(await endorsed.submit())).toEqual(recorded(live, 'phantom read').result);
    });

    test('without reads or writes is committed', async () => {
      const submitted = await contract().submitAsync('nothing');
      expect(Buffer.from(submitted.getResult()).toString()).toBe('nothing');
      expect(await outcome(submitted)).toEqual({ successful: true, code: 0 });
    });

    test('that was changed after its endorsement fails with 5', async () => {
      const endorsed = await contract()
        .newProposal('put', { arguments: [key(), '1'] })
        .endorse();
      const forged = tamper(endorsed.getBytes());
      const { gateway } = network().of(hospital);
      const submitted = await gateway.newTransaction(forged).submit();
      expect((await submitted.getStatus()).code).toBe(
        (recorded(live, 'tampered transaction (result changed)').result as { code: number }).code,
      );
    });

    test('is taken once only', async () => {
      const endorsed = await contract()
        .newProposal('put', { arguments: [key(), '1'] })
        .endorse();
      await (await endorsed.submit()).getStatus();
      const failure = await failureOf(() => endorsed.submit());
      const { details, ...expected } = expectedError(recorded(live, 'same transaction submitted twice'));
      expect(failure).toMatchObject(expected);
      expect(failure.details?.map(({ message }) => message)).toEqual(details?.map(({ message }) => message));
    });

    test('is endorsed no more once it is committed', async () => {
      const proposal = contract().newProposal('put', { arguments: [key(), '1'] });
      await (await (await proposal.endorse()).submit()).getStatus();
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
