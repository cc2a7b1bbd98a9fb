import * as grpc from '@grpc/grpc-js';
import { common, orderer } from '@hyperledger/fabric-protos';
import { configUpdateEnvelope } from '../../src/config/config-envelopes';
import { proposeConfigUpdate } from '../../src/config/propose-update';
import { withRevocationLists } from '../../src/config/revocation';
import { createSigningIdentity } from '../../src/identity/signing-identity';
import { enrol, registerAndEnrol, revocationList } from '../support/enrol';
import { gatewayFor, type Member } from '../support/member';
import type { TestNetwork, TestOrganisation } from '../support/test-network';
import { mspIds } from './members';
import { expectedError, failureOf, recorded } from './recorded';

const { hospital, centre } = mspIds;

const signerOf = ({ mspId, certificate, privateKeyPem }: Member) =>
  createSigningIdentity({ mspId, certificatePem: certificate, privateKeyPem });

/** Sends an envelope to an organisation's orderer. */
const broadcast = ({ devnet }: TestOrganisation, envelope: common.Envelope): Promise<orderer.BroadcastResponse> =>
  new Promise((resolve, reject) => {
    const credentials = grpc.credentials.createSsl(Buffer.from(devnet.orderer.tlsCaCertificate!));
    const client = new grpc.Client(devnet.orderer.endpoint, credentials);
    const stream = client.makeBidiStreamRequest(
      '/orderer.AtomicBroadcast/Broadcast',
      (message: common.Envelope) => Buffer.from(message.serializeBinary()),
      (bytes: Buffer) => orderer.BroadcastResponse.deserializeBinary(bytes),
    );
    stream.on('data', (answer: orderer.BroadcastResponse) => {
      resolve(answer);
      stream.end();
    });
    stream.on('error', reject);
    stream.on('end', () => client.close());
    stream.write(envelope);
  });

/** What becomes of a certificate that its CA revoked, held against what a live network answered. */
export const revocation = (network: () => TestNetwork): void => {
  describe('a revoked certificate', () => {
    let member: Member;

    const contractThrough = (mspId: string) =>
      gatewayFor(network().of(mspId).client, member).getNetwork('rx').getContract('rx');

    const configuration = async (): Promise<common.Config> => {
      const cscc = network().of(hospital).gateway.getNetwork('rx').getContract('cscc');
      return common.Config.deserializeBinary(await cscc.evaluateTransaction('GetChannelConfig', 'rx'));
    };

    const update = async (signer: Member, lists: readonly Uint8Array[]) => {
      const config = await configuration();
      const wanted = withRevocationLists(config, hospital, lists);
      const proposed = proposeConfigUpdate('rx', config, wanted);
      return broadcast(network().of(hospital), configUpdateEnvelope(proposed, [signerOf(signer)]));
    };

    beforeAll(async () => {
      const { devnet } = network().of(hospital);
      member = await registerAndEnrol(devnet, 'to-be-revoked', 'client');
    });

    test('counts until the channel knows of it, and no longer', async () => {
      const { devnet, admin } = network().of(hospital);
      await contractThrough(hospital).submitTransaction('put', 'before', '1');
      const list = await revocationList(devnet, await enrol(devnet, 'admin', 'adminpw'), 'to-be-revoked');
      await contractThrough(hospital).submitTransaction('put', 'revoked at the CA', '1');

      const answer = await update(admin, [Buffer.from(list)]);
      expect([answer.getStatus(), answer.getInfo()]).toEqual([200, '']);
      expect((await configuration()).getSequence()).toBe(1);

      const file = 'gateway-crl';
      expect(await failureOf(() => contractThrough(hospital).evaluateTransaction('get', 'k'))).toEqual(
        expectedError(recorded(file, 'revoked certificate', 'Evaluate')),
      );
      const proposal = contractThrough(hospital).newProposal('put', { arguments: ['k', '1'] });
      expect(await failureOf(() => proposal.endorse())).toEqual(
        expectedError(recorded(file, 'revoked certificate', 'Endorse')),
      );
      expect(
        await failureOf(async () => {
          const gateway = gatewayFor(network().of(hospital).client, member);
          for await (const _event of await gateway.getNetwork('rx').getChaincodeEvents('rx')) return;
        }),
      ).toEqual(expectedError(recorded(file, 'revoked certificate', 'ChaincodeEvents')));
      expect(await failureOf(() => contractThrough(centre).evaluateTransaction('get', 'k'))).toEqual(
        expectedError(recorded(file, 'revoked certificate through the gateway of Centre')),
      );
    });

    test('others go on', async () => {
      const result = await network().contract(hospital).submitTransaction('put', 'after', '1');
      expect(Buffer.from(result).toString()).toBe('ok');
    });

    test('is not revoked for the channel by somebody who may not', async () => {
      const answer = await update(network().of(centre).admin, []);
      expect(answer.getStatus()).toBe(common.Status.BAD_REQUEST);
      expect(answer.getInfo()).toMatch(
        /^error applying config update to existing channel 'rx': error authorizing update: error validating DeltaSet: policy for .* not satisfied/,
      );
    });

    test('is refused by the orderer too', async () => {
      const answer = await update(member, []);
      expect(answer.getStatus()).toBe(common.Status.FORBIDDEN);
      expect(answer.getInfo()).toBe(
        "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied",
      );
    });
  });
};
