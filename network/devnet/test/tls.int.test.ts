import * as grpc from '@grpc/grpc-js';
import { gatewayFor, memberNamed } from './support/member';
import { type Devnet, startDevnet } from '../src';
import { createAuthority, issueIdentity } from '../src/ca';
import { describeError } from './conformance/recorded';

jest.setTimeout(60_000);

const organisations = [
  { name: 'org1', mspId: 'Org1MSP' },
  { name: 'org2', mspId: 'Org2MSP' },
];
const channels = [{ name: 'rx' }];

/** Asks for a chaincode that is not there: the answer shows that the connection holds. */
const answerOver = async (devnet: Devnet, credentials: grpc.ChannelCredentials) => {
  const [organisation] = devnet.organisations;
  const client = new grpc.Client(organisation!.peer.endpoint, credentials);
  const gateway = gatewayFor(client, memberNamed(organisation!, 'user'));
  try {
    const contract = gateway.getNetwork('rx').getContract('nosuch');
    return await contract
      .newProposal('get')
      .evaluate({ deadline: Date.now() + 3000 })
      .then(
        () => undefined,
        (error: unknown) => describeError(error),
      );
  } finally {
    gateway.close();
    client.close();
  }
};

const noSuchChaincode = '9 FAILED_PRECONDITION: no peers available to evaluate chaincode nosuch in channel rx';

describe('a network', () => {
  test('with TLS shows certificates of the organisation', async () => {
    const devnet = await startDevnet({ organisations, channels });
    const [own, other] = devnet.organisations.map(({ peer }) => Buffer.from(peer.tlsCaCertificate!));
    expect((await answerOver(devnet, grpc.credentials.createSsl(own!)))?.message).toBe(noSuchChaincode);
    expect((await answerOver(devnet, grpc.credentials.createSsl(other!)))?.code).not.toBe(9);
    expect((await answerOver(devnet, grpc.credentials.createInsecure()))?.code).not.toBe(9);
    await devnet.close();
  });

  test('without TLS is reached in the clear', async () => {
    const devnet = await startDevnet({ organisations, channels, tls: false });
    expect(devnet.organisations[0]?.peer.tlsCaCertificate).toBeUndefined();
    expect((await answerOver(devnet, grpc.credentials.createInsecure()))?.message).toBe(noSuchChaincode);
    await devnet.close();
  });

  test('with mutual TLS wants a certificate of a member', async () => {
    const devnet = await startDevnet({ organisations, channels, tls: 'mutual' });
    const [own, other] = devnet.organisations;
    const root = Buffer.from(own!.peer.tlsCaCertificate!);
    const withPair = ({ certificatePem, privateKeyPem }: { certificatePem: string; privateKeyPem: string }) =>
      grpc.credentials.createSsl(root, Buffer.from(privateKeyPem), Buffer.from(certificatePem));
    const stranger = createAuthority({ commonName: 'nowhere', organisation: 'nowhere' });
    expect((await answerOver(devnet, withPair(other!.issueIdentity('client', 'client'))))?.message).toBe(
      noSuchChaincode,
    );
    expect((await answerOver(devnet, grpc.credentials.createSsl(root)))?.code).not.toBe(9);
    const foreign = issueIdentity(stranger, { commonName: 'client', role: 'client' });
    expect((await answerOver(devnet, withPair(foreign)))?.code).not.toBe(9);
    await devnet.close();
  });
});
