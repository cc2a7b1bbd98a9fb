'use strict';

// Runs the contract as a service: `node main.js <package id> <host:port>`, or as the environment has them. A call of `status` bypasses the contract API,
// which knows 200 and 500 only.
const shim = require('fabric-shim');
const ChaincodeFromContract = require('fabric-shim/lib/contract-spi/chaincodefromcontract');
const { JSONSerializer } = require('fabric-contract-api');
const { AssetContract } = require('./contract');

class AssetChaincode extends ChaincodeFromContract {
  async Invoke(stub) {
    const [name, status] = stub.getArgs();
    if (name !== 'status') return super.Invoke(stub);
    return { status: Number(status), message: `msg${status}`, payload: Buffer.from('payload') };
  }
}

const serializers = { transaction: 'jsonSerializer', serializers: { jsonSerializer: JSONSerializer } };

const main = async () => {
  const [ccid = process.env.CHAINCODE_ID, address = process.env.CHAINCODE_SERVER_ADDRESS] = process.argv.slice(2);
  const chaincode = new AssetChaincode([AssetContract], serializers, {}, 'asset', '1.0.0');
  const limit = 100 * 1024 * 1024;
  const server = shim.server(chaincode, {
    ccid,
    address,
    'grpc.max_receive_message_length': limit,
    'grpc.max_send_message_length': limit,
  });
  await server.start();
  // Whoever started this process is gone: so is its reason.
  process.stdin.on('end', () => process.exit(0)).resume();
  process.stdout.write('ready\n');
};

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
