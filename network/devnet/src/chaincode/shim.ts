import { createRequire } from 'node:module';

/** A chaincode as `fabric-shim` runs it: plain, or made of contracts. */
export interface ShimChaincode {
  Init(stub: unknown): Promise<unknown>;
  Invoke(stub: unknown): Promise<unknown>;
}

/** A contract class of `fabric-contract-api`. */
export type ContractClass = new () => object;

interface MessageClass {
  new (): { setType(type: number): void; setPayload(payload: Uint8Array): void; serializeBinary(): Uint8Array };
  deserializeBinary(bytes: Uint8Array): unknown;
}

/** The parts of `fabric-shim` that memory mode drives; the caller's own installation of it, unmodified. */
export interface Shim {
  /** The handler of the stream to a peer. */
  readonly MessageHandler: new (stream: unknown, chaincode: ShimChaincode) => { chat(first: unknown): void };
  /** `protos.ChaincodeMessage` of the protobuf package that the shim uses, which is not ours. */
  readonly ChaincodeMessage: MessageClass;
  /** A chaincode made of contract classes. */
  fromContracts(contracts: readonly ContractClass[], title: string, version: string): ShimChaincode;
}

let loaded: Shim | undefined;

/**
 * Loads `fabric-shim`, at first use only: it changes TLS settings of the whole process.
 * @throws Error where it is not installed
 */
export function loadShim(): Shim {
  if (loaded !== undefined) return loaded;
  // Without a level the shim logs every transaction to the console.
  process.env['CORE_CHAINCODE_LOGGING_LEVEL'] ??= 'CRITICAL';
  const load = createRequire(__filename);
  const handlerPath = load.resolve('fabric-shim/lib/handler.js');
  const { ChaincodeMessageHandler } = load(handlerPath) as { ChaincodeMessageHandler: Shim['MessageHandler'] };
  const protos = createRequire(handlerPath)('@hyperledger/fabric-protos') as {
    peer: { ChaincodeMessage: MessageClass };
  };
  const { JSONSerializer } = load('fabric-contract-api') as { JSONSerializer: unknown };
  const FromContract = load('fabric-shim/lib/contract-spi/chaincodefromcontract.js') as new (
    contracts: ContractClass[],
    serializers: unknown,
    metadata: unknown,
    title: string,
    version: string,
  ) => ShimChaincode;
  const serializers = { transaction: 'jsonSerializer', serializers: { jsonSerializer: JSONSerializer } };
  loaded = {
    MessageHandler: ChaincodeMessageHandler,
    ChaincodeMessage: protos.peer.ChaincodeMessage,
    fromContracts: (contracts, title, version) => new FromContract([...contracts], serializers, {}, title, version),
  };
  return loaded;
}
