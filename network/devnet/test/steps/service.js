// A small chaincode as a service: `node service.js <package id> <host:port>`, with TLS where the environment gives keys.
const shim = require('fabric-shim');

const chaincode = {
  Init: async () => shim.success(),
  async Invoke(stub) {
    const [name, key, value] = stub.getArgs();
    if (name === 'wait') await new Promise((resolve) => setTimeout(resolve, 60_000));
    if (name === 'put') await stub.putState(key, Buffer.from(value));
    return shim.success(await stub.getState(key));
  },
};

const [ccid, address] = process.argv.slice(2);
const { key, certificate, clientCa } = JSON.parse(process.env.CHAINCODE_TLS ?? '{}');
const tlsProps = key && { key: Buffer.from(key), cert: Buffer.from(certificate), clientCACerts: Buffer.from(clientCa) };

shim
  .server(chaincode, { ccid, address, ...(tlsProps && { tlsProps }) })
  .start()
  .then(() => process.stdout.write('ready\n'));
