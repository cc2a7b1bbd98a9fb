const { createPrivateKey } = require('node:crypto');
const grpc = require('@grpc/grpc-js');
const { connect, hash, signers } = require('@hyperledger/fabric-gateway');
const { startDevnet } = require('@rxledger/devnet');

const main = async () => {
  const network = await startDevnet({
    organisations: [
      { name: 'org1', mspId: 'Org1MSP' },
      { name: 'org2', mspId: 'Org2MSP' },
    ],
    channels: [{ name: 'mychannel' }],
  });
  await network.deploy({ name: 'asset', path: process.argv[2] ?? `${__dirname}/asset-contract` });

  const [org1] = network.organisations;
  const { certificatePem, privateKeyPem } = org1.issueIdentity('alice', 'client');
  const client = new grpc.Client(
    org1.peer.endpoint,
    grpc.credentials.createSsl(Buffer.from(org1.peer.tlsCaCertificate)),
  );
  const gateway = connect({
    client,
    identity: { mspId: org1.mspId, credentials: Buffer.from(certificatePem) },
    signer: signers.newPrivateKeySigner(createPrivateKey(privateKeyPem)),
    hash: hash.sha256,
  });
  const contract = gateway.getNetwork('mychannel').getContract('asset');
  await contract.submitTransaction('put', 'colour', 'blue');

  const before = await network.snapshot();
  network.time.advance(30 * 24 * 3600 * 1000);
  await contract.submitTransaction('put', 'colour', 'red');
  console.log(Buffer.from(await contract.evaluateTransaction('get', 'colour')).toString());
  await network.revert(before.id);
  console.log(Buffer.from(await contract.evaluateTransaction('get', 'colour')).toString());

  gateway.close();
  client.close();
  await network.close();
};

main();
