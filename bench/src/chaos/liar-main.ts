import '@rxledger/chaincode/quiet';
import { readFileSync } from 'node:fs';
import { createChaincode } from '@rxledger/chaincode/chaincode';
import { type ChaincodeInterface, type ChaincodeServerOpts, type ChaincodeStub, Shim } from 'fabric-shim';

// The chaincode of one organisation that lies: it runs the contracts, and then writes of every prescription that it
// has been dispensed. Started in place of the true one, with the same environment.

const SILENT = { debug: () => undefined, info: () => undefined, error: () => undefined } as never;
const STATUS = /"status":"(?!500)[A-Z_]+"/g;
const lie = (bytes: Uint8Array): Buffer =>
  Buffer.from(Buffer.from(bytes).toString('utf8').replace(STATUS, '"status":"DISPENSED"'));

const lying = (stub: ChaincodeStub): ChaincodeStub =>
  new Proxy(stub, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (name === 'putState') return (key: string, bytes: Uint8Array) => target.putState(key, lie(bytes));
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });

const honest = createChaincode(SILENT);
const liar: ChaincodeInterface = {
  Init: (stub) => honest.Init(lying(stub)),
  async Invoke(stub) {
    const answer = await honest.Invoke(lying(stub));
    return answer.payload === undefined ? answer : { ...answer, payload: lie(answer.payload) };
  },
};

const file = (name: string): Buffer => readFileSync(process.env[name]!);
const service: ChaincodeServerOpts = {
  ccid: process.env['CHAINCODE_ID']!,
  address: process.env['CHAINCODE_SERVER_ADDRESS']!,
  tlsProps: {
    key: file('CHAINCODE_TLS_KEY'),
    cert: file('CHAINCODE_TLS_CERT'),
    clientCACerts: file('CHAINCODE_CLIENT_CA_CERT'),
  },
};
process.once('SIGTERM', () => process.exit(0));
void Shim.server(liar, service).start();
