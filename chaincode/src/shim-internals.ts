/*
 * The one place that reaches into fabric-shim and fabric-contract-api 2.5.8 where they declare nothing.
 */
import { Context, JSONSerializer, type Contract } from 'fabric-contract-api';
import { ClientIdentity, type ChaincodeInterface, type ChaincodeStub } from 'fabric-shim';

type ContractClass = new () => Contract;

type ChaincodeClass = new (
  contracts: readonly ContractClass[],
  serializers: { readonly transaction: string; readonly serializers: Readonly<Record<string, unknown>> },
  metadata: object,
  title: string,
  version: string,
) => ChaincodeInterface & { readonly metadata: object };

// eslint-disable-next-line @typescript-eslint/no-require-imports
const ChaincodeFromContract = require('fabric-shim/lib/contract-spi/chaincodefromcontract') as ChaincodeClass;

/** The library's own adapter from contract classes to a chaincode: it makes and answers the metadata. */
export const createMetadataChaincode = (contracts: readonly ContractClass[]): InstanceType<ChaincodeClass> =>
  new ChaincodeFromContract(
    [...contracts],
    { transaction: 'jsonSerializer', serializers: { jsonSerializer: JSONSerializer } },
    {},
    'rxledger',
    '',
  );

type Settable = {
  setChaincodeStub: (stub: ChaincodeStub) => void;
  setClientIdentity: (identity: ClientIdentity) => void;
};

/** What a contract's method is called with. */
export function createContext(stub: ChaincodeStub, identity: ClientIdentity): Context {
  const ctx = new Context();
  (ctx as unknown as Settable).setChaincodeStub(stub);
  (ctx as unknown as Settable).setClientIdentity(identity);
  return ctx;
}

/** Certificates whose attributes are remembered. */
const MOST_IDENTITIES = 2000;

/** Callers by their certificate: the same bytes say the same, and parsing them costs more than most transactions' rules. */
export function callerIdentities(): (stub: ChaincodeStub) => ClientIdentity {
  const known = new Map<string, ClientIdentity>();
  return (stub) => {
    const { mspid, idBytes } = stub.getCreator();
    const name = `${mspid}\u0000${Buffer.from(idBytes.buffer, idBytes.byteOffset, idBytes.length).toString('latin1')}`;
    let identity = known.get(name);
    if (identity === undefined) {
      identity = new ClientIdentity(stub);
      // The library keeps the whole invocation with it, which nothing asks for.
      delete (identity as unknown as { stub?: ChaincodeStub }).stub;
      if (known.size >= MOST_IDENTITIES) known.clear();
      known.set(name, identity);
    }
    return identity;
  };
}
