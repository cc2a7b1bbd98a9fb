import './quiet';
import type { ChaincodeStub } from 'fabric-shim';
import { memoryIdentity } from '../../network/devnet/src/memory';
import { createChaincode } from './chaincode';

const logged: string[] = [];
const note =
  (level: string) =>
  (message: string, fields: object): void => {
    logged.push(JSON.stringify({ level, message, ...fields }));
  };
const log = { debug: note('debug'), info: note('info'), error: note('error') };

const { certificatePem } = memoryIdentity('HospitalMSP', 'h-clerk-1', { attributes: { 'rx.role': 'clerk' } });

/** An invocation whose state answers as told. */
const stub = (args: string[], getState: () => Promise<Uint8Array>, pem = certificatePem): ChaincodeStub =>
  ({
    getArgs: () => args,
    getTxID: () => 'transaction-1',
    getChannelID: () => 'channel',
    getCreator: () => ({ mspid: 'HospitalMSP', idBytes: Buffer.from(pem) }),
    createCompositeKey: (type: string, parts: string[]) => [type, ...parts].join('/'),
    getDateTimestamp: () => new Date(0),
    getState,
  }) as unknown as ChaincodeStub;

const chaincode = createChaincode(log as never);
const empty = (): Promise<Uint8Array> => Promise.resolve(Buffer.alloc(0));

describe('the door in front of the contracts', () => {
  beforeEach(() => logged.splice(0));

  it('tells a fault of the peer without its words, and logs it as an error', async () => {
    const broken = (): Promise<Uint8Array> => Promise.reject(new Error('Jane Doe RX_STATUS {"status":"Jane Doe"}'));
    const answer = await chaincode.Invoke(stub(['prescription:Read', '{"id":"00000000000000000000000000"}'], broken));
    expect(answer).toEqual({ status: 500, message: 'LEDGER_INTERNAL {}' });
    expect(logged.map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: 'error', function: 'prescription:Read', status: 500, code: 'LEDGER_INTERNAL' },
      { level: 'debug', message: 'fault' },
    ]);
  });

  it('tells state that is not JSON without quoting it', async () => {
    const garbled = (): Promise<Uint8Array> => Promise.resolve(Buffer.from('Jane Doe'));
    const answer = await chaincode.Invoke(stub(['misbc:Policy'], garbled));
    expect(answer).toEqual({ status: 500, message: 'LEDGER_INTERNAL {}' });
  });

  it('tells a certificate that cannot be read as such', async () => {
    const answer = await chaincode.Invoke(stub(['misbc:Policy'], empty, 'Jane Doe'));
    expect(answer).toEqual({ status: 500, message: 'LEDGER_INTERNAL {}' });
  });

  it('logs a line for each invocation, with neither arguments nor unknown names', async () => {
    await chaincode.Invoke(stub(['misbc:Lookup', '{"actor":"Jane Doe"}'], empty));
    await chaincode.Invoke(stub(['Jane Doe', 'Jane Doe'], empty));
    expect(logged.map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: 'info', function: 'misbc:Lookup', code: 'INPUT_INVALID', transactionId: 'transaction-1' },
      { level: 'info', function: 'unknown', code: 'INPUT_MALFORMED' },
    ]);
    expect(logged.join()).not.toContain('Jane');
  });

  it('remembers a certificate, and takes another for another person', async () => {
    const colleague = memoryIdentity('HospitalMSP', 'h-clerk-2', { attributes: { 'rx.role': 'clerk' } }).certificatePem;
    const asked: string[] = [];
    for (const pem of [certificatePem, certificatePem, colleague]) {
      const invocation = stub(['misbc:Policy'], empty, pem);
      Object.assign(invocation, { getState: (key: string) => (asked.push(key), empty()) });
      await chaincode.Invoke(invocation);
    }
    expect(asked.filter((key) => key.startsWith('ACTOR'))).toEqual([
      'ACTOR/HospitalMSP/h-clerk-1',
      'ACTOR/HospitalMSP/h-clerk-1',
      'ACTOR/HospitalMSP/h-clerk-2',
    ]);
  });
});
