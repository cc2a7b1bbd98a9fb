// As quiet as our own chaincode: what is compared is the work, not the logging.
import '@rxledger/chaincode/quiet';
import { JSONSerializer } from 'fabric-contract-api';
import { type ChaincodeInterface, type ChaincodeServerOpts, Shim } from 'fabric-shim';
import { AssetContract } from './asset-contract';

type FromContracts = new (
  contracts: readonly (new () => AssetContract)[],
  serializers: object,
  metadata: object,
  title: string,
  version: string,
) => ChaincodeInterface;

// What the library's own `fabric-chaincode-node server` starts, without its command line.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const ChaincodeFromContract = require('fabric-shim/lib/contract-spi/chaincodefromcontract') as FromContracts;

const serializers = { transaction: 'jsonSerializer', serializers: { jsonSerializer: JSONSerializer } };
const [, , packageId, address] = process.argv;

// The shim's type demands TLS, the shim itself does not.
const service = { ccid: packageId, address } as unknown as ChaincodeServerOpts;

void Shim.server(new ChaincodeFromContract([AssetContract], serializers, {}, 'assets', '1'), service).start();
