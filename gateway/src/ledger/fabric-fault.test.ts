import { encodeError } from '@rxledger/chaincode/api';
import { Problem } from '../http/problem';
import { readEndorsementFault, readFault, readInvalid } from './fabric-fault';

const grpc = (code: number, message: string, details: readonly string[] = []): Error =>
  Object.assign(new Error(message), {
    code,
    details: details.map((text) => ({ address: 'peer:7051', mspId: 'HospitalMSP', message: text })),
  });

describe('a fault of Fabric', () => {
  it('that carries an error of the table is that error, with its detail', () => {
    const text = `chaincode response 500, ${encodeError('RX_STATUS', { allowed: ['prescription:Cancel'], status: 'REDEEMED' })}`;
    const { kind, problem } = readFault(
      grpc(10, '10 ABORTED: failed to collect enough transaction endorsements, see attached details', [text, text]),
    );
    expect(kind).toBe('refused');
    expect(problem).toMatchObject({
      code: 'RX_STATUS',
      detail: { allowed: ['prescription:Cancel'], status: 'REDEEMED' },
    });
  });

  // The texts are those of a live Fabric 3.1.5 network.
  it.each([
    [
      10,
      'failed to collect enough transaction endorsements',
      'ProposalResponsePayloads do not match',
      'LEDGER_ENDORSEMENT',
      'disagreement',
    ],
    [
      2,
      'evaluate call to endorser returned error',
      'chaincode response 500, GET_STATE failed: transaction ID: 0: private data matching public hash version is not available. Public hash version = {BlockNum: 25, TxNum: 0}',
      'LEDGER_UNAVAILABLE',
      'not-yet-here',
    ],
    [
      9,
      'evaluate call to endorser returned error',
      'error validating proposal: access denied: channel [rx] creator org [HospitalMSP]',
      'ACCESS_REVOKED',
      'final',
    ],
    [
      9,
      'evaluate call to endorser returned error',
      'error validating proposal: access denied: channel [rx] creator org unknown, creator is malformed',
      'ACCESS_REVOKED',
      'final',
    ],
    [
      7,
      'Failed evaluating policy on signed data during check policy on channel [rx] with policy [/Channel/Application/Readers]',
      '',
      'ACCESS_REVOKED',
      'final',
    ],
    [
      10,
      'failed to collect enough transaction endorsements',
      'error in simulation: failed to execute transaction 0: could not launch chaincode rx_1.0: connection to rx_1.0 failed',
      'LEDGER_UNAVAILABLE',
      'final',
    ],
    [14, 'failed to find any endorsing peers for org(s): PharmacyMSP', '', 'LEDGER_UNAVAILABLE', 'final'],
    [9, 'no peers available to evaluate chaincode rx in channel rx', '', 'LEDGER_UNAVAILABLE', 'final'],
    [2, 'too many requests for /gateway.Gateway, exceeding concurrency limit (500)', '', 'LEDGER_UNAVAILABLE', 'final'],
    [
      4,
      'Deadline exceeded after 0.796s,LB pick: 0.001s,remote_addr=127.0.0.1:10151',
      '',
      'LEDGER_UNAVAILABLE',
      'final',
    ],
    [
      2,
      'evaluate call to endorser returned error',
      "chaincode response 500, You've asked to invoke a function that does not exist: Nope",
      'LEDGER_INTERNAL',
      'final',
    ],
  ])('%s %s: %s is %s', (status, message, detail, code, kind) => {
    const fault = readFault(grpc(status, message, detail === '' ? [] : [detail]));
    expect({ code: fault.problem.code, kind: fault.kind }).toEqual({ code, kind });
  });

  it('that lies in the input alone is final: no height changes it', () => {
    expect(readFault(grpc(2, `chaincode response 500, ${encodeError('INPUT_INVALID', {})}`)).kind).toBe('final');
  });

  it('of fabric-network is read from each endorser’s answer', () => {
    const error = Object.assign(new Error('No valid responses from any peers'), {
      responses: [{ response: { status: 500, message: `failure: ${encodeError('RX_HELD', { until: 5 })}` } }],
    });
    expect(readFault(error).problem).toMatchObject({ code: 'RX_HELD', detail: { until: 5 } });
  });

  it('that is a problem already stays one', () => {
    const problem = new Problem('RX_HELD');
    expect(readFault(problem)).toEqual({ kind: 'final', problem });
  });

  it('never shows its text', () => {
    const { problem } = readFault(grpc(2, 'Maria Canary takes Zanzibrex'));
    expect(`${problem.message} ${JSON.stringify(problem.detail)}`).not.toMatch(/Maria|Zanzi/);
  });
});

describe('an endorsement', () => {
  const refusal = `chaincode response 500, ${encodeError('RX_NOT_FOUND', {})}`;
  const summary = 'failed to collect enough transaction endorsements, see attached details for more info';

  it.each([
    ['all refuse is refused', [refusal, refusal], 'RX_NOT_FOUND', 'refused'],
    ['some refuse meets peers at different heights', [refusal], 'RX_NOT_FOUND', 'disagreement'],
    ['one cannot give for want of its chaincode', ['could not launch chaincode'], 'LEDGER_UNAVAILABLE', 'final'],
    ['peers give differently', ['ProposalResponsePayloads do not match'], 'LEDGER_ENDORSEMENT', 'disagreement'],
  ])('that %s', (_, details, code, kind) => {
    const fault = readEndorsementFault(grpc(10, summary, details), 2);
    expect({ code: fault.problem.code, kind: fault.kind }).toEqual({ code, kind });
  });

  it('that fails otherwise is read as any fault', () => {
    const problem = new Problem('LEDGER_UNAVAILABLE');
    expect(readEndorsementFault(problem, 2)).toEqual({ kind: 'final', problem });
    expect(readEndorsementFault(undefined, 2).problem.code).toBe('LEDGER_INTERNAL');
  });
});

describe('an invalid transaction', () => {
  it.each([
    [11, 1, 'LEDGER_CONFLICT', 'conflict'],
    [12, 1, 'LEDGER_CONFLICT', 'conflict'],
    [10, 1, 'LEDGER_POLICY', 'conflict'],
    [10, 2, 'LEDGER_POLICY', 'final'],
    [5, 0, 'LEDGER_INTERNAL', 'final'],
  ])('with code %s after %s policy failures is %s, %s', (validation, failures, code, kind) => {
    const fault = readInvalid(validation, 'a'.repeat(64), failures);
    expect(fault).toMatchObject({ kind, problem: { code, detail: { transactionId: 'a'.repeat(64) } } });
  });
});
