import { connect, hash } from '@hyperledger/fabric-gateway';
import { gatewayFor, type Member } from '../support/member';
import { claimedBy, mspIds, selfSigned, withForeignKey } from './members';
import type { OpenNetwork } from './open-network';
import { expectedError, failureOf, recorded } from './recorded';

const { hospital, centre } = mspIds;
const live = 'gateway-live';

/** Who is let in, held against what a live network answered. */
export const identities = (network: () => OpenNetwork): void => {
  const impostors: readonly (readonly [name: string, member: () => Member])[] = [
    ['certificate of Hospital under CentreMSP', () => claimedBy(network().of(hospital).user, centre)],
    ['unknown MSP', () => claimedBy(network().of(hospital).user, 'NopeMSP')],
    ['signature by another key', () => withForeignKey(network().of(hospital).user)],
    ['self-signed certificate', () => selfSigned(hospital)],
  ];

  const contractOf = (member: Member) =>
    gatewayFor(network().of(hospital).client, member).getNetwork(network().channel).getContract(network().chaincode);

  describe('identities', () => {
    test.each(impostors)('are refused as recorded by Evaluate: %s', async (name, member) => {
      const failure = await failureOf(() => contractOf(member()).evaluateTransaction('get', 'k'));
      expect(failure).toEqual(expectedError(recorded(live, name, 'Evaluate')));
    });

    test.each(impostors)('are refused as recorded by Endorse: %s', async (name, member) => {
      const failure = await failureOf(() =>
        contractOf(member())
          .newProposal('get', { arguments: ['k'] })
          .endorse(),
      );
      expect(failure).toEqual(expectedError(recorded(live, name, 'Endorse')));
    });

    test('of peers are no writers', async () => {
      const contract = contractOf(await network().of(hospital).people.newcomer(network().freshId('peer'), 'peer'));
      const evaluated = await failureOf(() => contract.evaluateTransaction('get', 'k'));
      expect(evaluated).toEqual(
        expectedError(recorded(live, 'peer identity as client (Writers policy lacks peer)', 'Evaluate')),
      );
      const endorsed = await failureOf(() => contract.newProposal('get', { arguments: ['k'] }).endorse());
      expect(endorsed).toEqual(expectedError(recorded(live, 'peer identity as client', 'Endorse')));
    });

    test('of a stranger get no events', async () => {
      const { user, client } = network().of(hospital);
      const gateway = gatewayFor(client, claimedBy(user, centre));
      const failure = await failureOf(async () => {
        const events = await gateway.getNetwork(network().channel).getChaincodeEvents(network().chaincode);
        for await (const _event of events) return;
      });
      expect(failure).toEqual(expectedError(recorded(live, 'ChaincodeEvents wrong MSP')));
    });

    test('sign with a low S only', async () => {
      const { user, client } = network().of(hospital);
      const gateway = connect({
        client,
        identity: user.identity,
        signer: async (digest) => highS(await user.signer(digest)),
        hash: hash.sha256,
      });
      const failure = await failureOf(() =>
        gateway.getNetwork(network().channel).getContract(network().chaincode).evaluateTransaction('get', 'k'),
      );
      expect(failure.message).toContain('access denied: channel [rx] creator org [HospitalMSP]');
    });
  });
};

const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

const integer = (bytes: Buffer): Buffer => {
  const trimmed = bytes[0]! & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return Buffer.concat([Buffer.of(2, trimmed.length), trimmed]);
};

/** The other signature that verifies: what OpenSSL gives half the time. */
const highS = (der: Uint8Array): Uint8Array => {
  const signature = Buffer.from(der);
  const rEnd = 4 + signature[3]!;
  const r = signature.subarray(2, rEnd);
  const s = BigInt(`0x${signature.subarray(rEnd + 2).toString('hex')}`);
  const other = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex');
  const body = Buffer.concat([r, integer(other)]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
};
