import type { Contract, SubmittedTransaction } from '@hyperledger/fabric-gateway';
import { printTrace, type TransactionTrace } from '../src';
import { anyTwo, centre, hospital, organisations, pharmacy } from './support/four-organisations';
import { startTestNetwork, type TestNetwork } from './support/test-network';

jest.setTimeout(240_000);

const pair = [hospital, pharmacy];

describe('the trace of a transaction', () => {
  let network: TestNetwork;

  beforeAll(async () => {
    network = await startTestNetwork({ organisations, policy: anyTwo });
  });
  afterEach(() => network.devnet.faults.clear());
  afterAll(() => network.close());

  const contract = (): Contract => network.contract(hospital);
  const traceOf = (id: string): TransactionTrace => network.devnet.trace(id)!;
  const submit = async (
    name: string,
    args: string[],
    endorsingOrganizations = pair,
    transientData?: Record<string, string>,
  ): Promise<TransactionTrace> => {
    const options = { arguments: args, endorsingOrganizations, ...(transientData && { transientData }) };
    const submitted: SubmittedTransaction = await contract().submitAsync(name, options);
    await submitted.getStatus();
    return traceOf(submitted.getTransactionId());
  };

  test('is nothing for a transaction that nobody saw', () => {
    expect(network.devnet.trace('0'.repeat(64))).toBeUndefined();
  });

  test('tells who called what, who endorsed, what was read and written, and where it stands', async () => {
    await submit('put', ['counted', '1']);
    const trace = await submit('bump', ['counted']);
    expect(trace).toMatchObject({
      channel: 'rx',
      chaincode: 'rx',
      function: 'bump',
      creator: { mspId: hospital, enrolmentId: 'user' },
      status: 'valid',
      code: 'VALID',
      position: 0,
      event: 'Bumped',
      writes: [{ namespace: 'rx', key: 'counted', value: { text: '2', encoding: 'utf8' } }],
      policies: [{ of: 'chaincode rx', policy: anyTwo, isSatisfied: true }],
    });
    const read = trace.reads.find(({ key }) => key === 'counted');
    expect(read).toMatchObject({ isCurrent: true, version: { block: trace.block! - 1, transaction: 0 } });
    expect(read?.versionThen).toEqual(read?.version);
    expect(trace.endorsements.map(({ mspId }) => mspId).sort()).toEqual([...pair].sort());
    for (const endorsement of trace.endorsements) {
      expect(endorsement).toMatchObject({
        outcome: 'endorsed',
        isUsed: true,
        isSignatureValid: true,
        height: trace.block,
      });
      expect(endorsement.milliseconds).toBeGreaterThan(0);
    }
    const { endorsement, submission, ordering } = trace.milliseconds;
    expect([endorsement, submission, ordering].every((each) => each !== undefined && each >= 0)).toBe(true);
  });

  test('tells of private data its hashes, and nothing clear', async () => {
    const trace = await submit('issue', ['hidden', JSON.stringify(pair)], pair, { rx: 'Maria Canary' });
    expect(trace.collections.map(({ collection }) => collection)).toEqual([
      `_implicit_org_${hospital}`,
      `_implicit_org_${pharmacy}`,
    ]);
    expect(trace.collections[0]?.writes).toEqual([
      {
        keyHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        valueHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        kind: 'write',
      },
    ]);
    expect(trace.policies.map(({ of }) => of)).toContain(`collection _implicit_org_${pharmacy} of rx`);
    expect(JSON.stringify(trace) + printTrace(trace)).not.toMatch(/Maria|TWFyaW/);
  });

  test('tells which policy was not satisfied, and by whom', async () => {
    const few = await submit('put', ['alone', '1'], [hospital]);
    expect(few).toMatchObject({ status: 'invalid', code: 'ENDORSEMENT_POLICY_FAILURE' });
    expect(few.reason).toMatch(/^chaincode rx needs OutOf\(2, .*\); endorsed by HospitalMSP$/);
    await submit('putProtected', ['guarded', '1', JSON.stringify(pair)]);
    const foreign = await submit('bump', ['guarded'], [hospital, centre]);
    expect(foreign.reason).toContain('key "guarded" of rx needs');
    expect(foreign.policies).toContainEqual(expect.objectContaining({ of: 'key "guarded" of rx', isSatisfied: false }));
    const owners = await submit('bump', ['guarded']);
    expect(owners.policies).toContainEqual(expect.objectContaining({ of: 'key "guarded" of rx', isSatisfied: true }));
  });

  test('tells which key was read at which version, and at which it was then', async () => {
    await submit('put', ['raced', '0']);
    const [first, second] = await Promise.all(
      [1, 2].map(() =>
        contract()
          .newProposal('bump', { arguments: ['raced'], endorsingOrganizations: pair })
          .endorse(),
      ),
    );
    network.devnet.faults.holdBlocks();
    const won = await first!.submit();
    const lost = await second!.submit();
    network.devnet.faults.releaseBlocks();
    await Promise.all([won.getStatus(), lost.getStatus()]);
    const trace = traceOf(lost.getTransactionId());
    const { block } = trace;
    expect(trace).toMatchObject({ status: 'invalid', code: 'MVCC_READ_CONFLICT', position: 1 });
    expect(trace.reason).toBe(
      `key "raced" of rx was read at version ${block! - 1}:0; when the block was validated it had version ${block}:0`,
    );
    expect(traceOf(won.getTransactionId()).status).toBe('valid');
    expect(printTrace(trace)).toContain(`STALE: ${block}:0 at validation`);
  });

  test('tells which range held something else', async () => {
    const counting = await contract()
      .newProposal('countThenPut', { arguments: ['p-a', 'p-z', 'p-n'], endorsingOrganizations: pair })
      .endorse();
    await submit('put', ['p-m', '1']);
    const submitted = await counting.submit();
    await submitted.getStatus();
    const trace = traceOf(submitted.getTransactionId());
    expect(trace).toMatchObject({ code: 'PHANTOM_READ_CONFLICT', ranges: [{ startKey: 'p-a', isCurrent: false }] });
    expect(trace.reason).toContain('the range of rx from "p-a" to "p-z" held other keys');
  });

  test('tells of endorsements that failed, and of those that differ in what', async () => {
    const proposal = contract().newProposal('throwError', { endorsingOrganizations: [hospital] });
    await expect(proposal.endorse()).rejects.toThrow();
    expect(traceOf(proposal.getTransactionId())).toMatchObject({
      status: 'not committed',
      function: 'throwError',
      reason: 'HospitalMSP: boom',
      endorsements: [{ mspId: hospital, outcome: 'chaincode-error', message: 'boom' }],
    });
    network.devnet.faults.alterNextEndorsement({ mspId: pharmacy, write: { key: 'lied', value: '2' } });
    const lied = contract().newProposal('put', { arguments: ['lied', '1'], endorsingOrganizations: pair });
    await expect(lied.endorse()).rejects.toThrow();
    const trace = traceOf(lied.getTransactionId());
    expect(trace.reason).toMatch(/is another one: the write of rx key "lied"$/);
    expect(trace.endorsements.map(({ outcome }) => outcome)).toEqual(['endorsed', 'endorsed']);
  });

  test('tells the heights of peers that do not agree because one lags', async () => {
    await submit('put', ['seen', '1']);
    network.devnet.faults.lag(pharmacy, 'hold');
    await submit('put', ['seen', '2'], [hospital, centre]);
    const proposal = contract().newProposal('bump', { arguments: ['seen'], endorsingOrganizations: pair });
    await expect(proposal.endorse()).rejects.toThrow();
    const trace = traceOf(proposal.getTransactionId());
    const heights = new Map(trace.endorsements.map(({ mspId, height }) => [mspId, height!]));
    expect(heights.get(hospital)! - heights.get(pharmacy)!).toBe(1);
    expect(trace.reason).toContain('the version of rx key "seen"');
  });

  test('is printed for people', async () => {
    const trace = await submit('bump', ['counted']);
    const text = printTrace(trace);
    expect(text).toContain(
      `transaction ${trace.transactionId}\n  rx:bump on rx, by user of HospitalMSP\n  valid (VALID)`,
    );
    expect(text).toMatch(/HospitalMSP: endorsed, at height \d+, in \d+\.\d ms, signature holds/);
    expect(text).toMatch(/rx "counted" = "\d+"/);
  });
});
