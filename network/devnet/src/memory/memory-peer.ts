import { ChaincodeRunner } from '../chaincode/chaincode-runner';
import { ChaincodeStream } from '../chaincode/chaincode-stream';
import { linkInMemory } from '../chaincode/memory-link';
import { type ContractClass, loadShim, type ShimChaincode } from '../chaincode/shim';
import type { Ledger } from '../ledger/ledger';
import { memoryIdentity, type MemoryIdentity } from './memory-identity';

/** The code of a chaincode: contract classes of `fabric-contract-api`, or something that makes a plain chaincode. */
export type ChaincodeCode =
  { readonly contracts: readonly ContractClass[] } | { readonly chaincode: (mspId: string) => ShimChaincode };

type Stub = { getMspID: () => string };

/** Makes the chaincode of one organisation: an instance of its own, which sees its own organisation's name. */
function instantiate(code: ChaincodeCode, mspId: string, name: string): ShimChaincode {
  const chaincode = 'contracts' in code ? loadShim().fromContracts(code.contracts, name, '1.0') : code.chaincode(mspId);
  const own = (stub: unknown): unknown => {
    // A chaincode process knows its organisation from its environment, which all of them share here.
    (stub as Stub).getMspID = () => mspId;
    return stub;
  };
  return { Init: (stub) => chaincode.Init(own(stub)), Invoke: (stub) => chaincode.Invoke(own(stub)) };
}

/** One organisation's peer in memory: an identity, chaincodes of its own, no sockets. */
export class MemoryPeer {
  readonly identity: MemoryIdentity;
  readonly runner: ChaincodeRunner;
  private readonly streams = new Map<string, ChaincodeStream>();

  constructor(
    readonly mspId: string,
    ledger: () => Ledger,
  ) {
    this.identity = memoryIdentity(mspId, `peer0.${mspId}`, { role: 'peer' });
    this.runner = new ChaincodeRunner({
      mspId,
      ledger: (channel) => (channel === ledger().channel ? ledger() : undefined),
      system: () => undefined,
      stream: (_channel, chaincode) => this.streamOf(chaincode),
    });
  }

  install(name: string, code: ChaincodeCode): void {
    this.streams.get(name)?.close();
    const link = linkInMemory(instantiate(code, this.mspId, name), name);
    this.streams.set(name, new ChaincodeStream(link, name));
    link.start();
  }

  close(): void {
    for (const stream of this.streams.values()) stream.close();
    this.streams.clear();
  }

  private streamOf(chaincode: string): Promise<ChaincodeStream> {
    const stream = this.streams.get(chaincode);
    return stream ? Promise.resolve(stream) : Promise.reject(new Error(`chaincode ${chaincode} is not installed`));
  }
}
