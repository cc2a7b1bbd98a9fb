import { common } from '@hyperledger/fabric-protos';
import { configUpdateEnvelope } from '../../src/config/config-envelopes';
import { proposeConfigUpdate } from '../../src/config/propose-update';
import { withRevocationLists } from '../../src/config/revocation';
import { createSigningIdentity } from '../../src/identity/signing-identity';
import { broadcast } from '../support/broadcast';
import { processProposal, signedProposal } from '../support/lifecycle';
import { gatewayFor, type Member } from '../support/member';
import { eventually } from './eventually';
import { channel, mspIds } from './members';
import type { OpenMember, OpenNetwork } from './open-network';
import { expectedError, failureOf, recorded } from './recorded';

const { hospital, centre } = mspIds;

const signerOf = ({ mspId, certificate, privateKeyPem }: Member) =>
  createSigningIdentity({ mspId, certificatePem: certificate, privateKeyPem });

/** What becomes of a certificate that its CA revoked, held against what a live network answered. */
export const revocation = (network: () => OpenNetwork): void => {
  describe('a revoked certificate', () => {
    let member: Member;
    let id: string;

    const contractThrough = (mspId: string) =>
      gatewayFor(network().of(mspId).client, member).getNetwork(channel).getContract(network().chaincode);

    const configurationAt = async ({ client, admin }: OpenMember): Promise<common.Config> => {
      const proposal = await signedProposal(admin, '', 'cscc', ['GetChannelConfig', channel]);
      const response = (await processProposal(client, proposal)).getResponse()!;
      return common.Config.deserializeBinary(response.getPayload_asU8());
    };
    const configuration = () => configurationAt(network().of(hospital));

    /** Waits until every peer has a configuration. */
    const configured = async (sequence: number): Promise<void> => {
      const waitAt = (member: OpenMember) =>
        eventually(async () => expect((await configurationAt(member)).getSequence()).toBe(sequence));
      await Promise.all(network().members.map(waitAt));
    };

    const update = async (signer: Member, lists: readonly Uint8Array[]) => {
      const config = await configuration();
      const wanted = withRevocationLists(config, hospital, lists);
      const proposed = proposeConfigUpdate(channel, config, wanted);
      return broadcast(network().orderers[0]!, configUpdateEnvelope(proposed, [signerOf(signer)]));
    };

    beforeAll(async () => {
      id = network().freshId('to-be-revoked');
      member = await network().of(hospital).people.newcomer(id);
    });

    test('counts until the channel knows of it, and no longer', async () => {
      const { admin, people } = network().of(hospital);
      const before = (await configuration()).getSequence();
      const put = (key: string) => contractThrough(hospital).submitTransaction('put', key, '1');
      await put('before');
      const list = await people.revoke(id);
      await put('revoked at the CA');

      const answer = await update(admin, [Buffer.from(list)]);
      expect([answer.getStatus(), answer.getInfo()]).toEqual([200, '']);
      await configured(before + 1);

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
          for await (const _event of await gateway.getNetwork(channel).getChaincodeEvents(network().chaincode)) return;
        }),
      ).toEqual(expectedError(recorded(file, 'revoked certificate', 'ChaincodeEvents')));
      expect(await failureOf(() => contractThrough(centre).evaluateTransaction('get', 'k'))).toEqual(
        expectedError(recorded(file, 'revoked certificate through the gateway of Centre')),
      );
    });

    test('others go on', async () => {
      const outcome = await network().submit(hospital, 'put', { arguments: ['after', '1'] });
      expect(outcome).toMatchObject({ successful: true, payload: 'ok' });
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
        'config update for existing channel did not pass initial checks: ' +
          "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied",
      );
    });
  });
};
