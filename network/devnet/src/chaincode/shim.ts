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

/** Loggers of the shim itself, which writes several lines a transaction and formats them before it looks at the level. */
const SHIM_LOGGERS = [
  'lib/chaincode.js',
  'lib/handler.js',
  'lib/iterators.js',
  'lib/stub.js',
  'lib/utils/statebased.js',
  'contracts-spi/chaincodefromcontract.js',
  'contracts-spi/datamarshall.js',
  'contracts-spi/systemcontract.js',
];

/** Likewise for the contract API. */
const CONTRACT_LOGGERS = ['./lib/jsontransactionserializer.js'];

interface Logging {
  getLogger(name: string): Record<string, unknown>;
}

/** Silences the shim unless the environment asks for its log. Loggers of contracts are left alone. */
function silence(logging: Logging, names: readonly string[]): void {
  if (process.env['CORE_CHAINCODE_LOGGING_LEVEL'] !== undefined) return;
  const nothing = () => undefined;
  for (const name of names) {
    Object.assign(logging.getLogger(name), { debug: nothing, info: nothing, warn: nothing, error: nothing });
  }
}

/**
 * Loads `fabric-shim`, at first use only: it changes TLS settings of the whole process.
 * @throws Error where it is not installed
 */
export function loadShim(): Shim {
  if (loaded !== undefined) return loaded;
  const load = createRequire(__filename);
  const handlerPath = load.resolve('fabric-shim/lib/handler.js');
  const { ChaincodeMessageHandler } = load(handlerPath) as { ChaincodeMessageHandler: Shim['MessageHandler'] };
  const protos = createRequire(handlerPath)('@hyperledger/fabric-protos') as {
    peer: { ChaincodeMessage: MessageClass };
  };
  silence(load('fabric-shim/lib/logger.js') as Logging, SHIM_LOGGERS);
  silence(load('fabric-contract-api/lib/logger.js') as Logging, CONTRACT_LOGGERS);
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
