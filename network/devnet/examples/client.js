// A client of a network that runs already. `npx fabric-devnet identity Org1MSP alice > alice.json`, then `node client.js alice.json`.
const { createPrivateKey } = require('node:crypto');
const { readFileSync } = require('node:fs');
const grpc = require('@grpc/grpc-js');
const { connect, hash, signers } = require('@hyperledger/fabric-gateway');

const main = async () => {
  const { mspId, certificate, privateKey, peer } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  const client = new grpc.Client(peer.endpoint, grpc.credentials.createSsl(Buffer.from(peer.tlsCaCertificate)));
  const gateway = connect({
    client,
    identity: { mspId, credentials: Buffer.from(certificate) },
    signer: signers.newPrivateKeySigner(createPrivateKey(privateKey)),
    hash: hash.sha256,
  });
  const contract = gateway.getNetwork('mychannel').getContract('asset');
  await contract.submitTransaction('put', 'colour', 'green');
  console.log(Buffer.from(await contract.evaluateTransaction('get', 'colour')).toString());
  gateway.close();
  client.close();
};

main();
