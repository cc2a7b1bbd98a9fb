import { peer } from '@hyperledger/fabric-protos';
import { chaincodeProcess, type ChaincodeProcess } from '../support/chaincode-process';
import { chaincodePackage, tarGz } from '../support/chaincode-package';
import {
  approve,
  commit,
  type Definition,
  install,
  processProposal,
  queryLifecycle,
  signedProposal,
} from '../support/lifecycle';
import { answerOf } from './answer';
import { applicationPolicy } from './chaincode';
import { eventually } from './eventually';
import { mspIds } from './members';
import type { OpenMember, OpenNetwork } from './open-network';

const { hospital, centre, pharmacy } = mspIds;
const { lifecycle } = peer;

/** How members agree on a chaincode: a second one, whose package is another one at hospital's peer than at the others'. */
export const lifecycles = (network: () => OpenNetwork): void => {
  const channel = () => network().of(hospital).gateway.getNetwork('rx');
  const adminGateway = () => network().of(hospital).adminGateway;
  const second = () => `${network().chaincode}-second`;
  const definition = (): Definition => ({ channel: 'rx', name: second(), version: '1.0', sequence: 1 });

  describe('_lifecycle', () => {
    let process: ChaincodeProcess;
    let packageId: string;

    beforeAll(async () => {
      const { client, admin } = network().of(hospital);
      process = await chaincodeProcess();
      packageId = await install(client, admin, chaincodePackage(second(), { address: process.address }));
      await process.start(packageId, hospital);
    });
    afterAll(() => process.stop());

    const packageOf = (each: OpenMember): string => (each.mspId === hospital ? packageId : each.packageId);

    test('installs for administrators only', async () => {
      const { client, user } = network().of(hospital);
      const answer = await answerOf(() => install(client, user, chaincodePackage('mine', { address: 'localhost:1' })));
      expect(answer).toContain(
        "Failed to authorize invocation due to failed ACL check: Failed verifying that proposal's creator satisfies local MSP principal",
      );
    });

    test('installs for its own organisation only', async () => {
      const { client } = network().of(hospital);
      const { admin } = network().of(pharmacy);
      const answer = await answerOf(() => install(client, admin, chaincodePackage('mine', { address: 'localhost:1' })));
      expect(answer).toContain('access denied: channel [] creator org unknown, creator is malformed');
    });

    test.each([
      [
        'no archive',
        Buffer.from('nonsense'),
        'could not parse as a chaincode install package: error reading as gzip stream',
      ],
      ['no metadata', tarGz({ 'code.tar.gz': 'x' }), 'did not find any package metadata (missing metadata.json)'],
      [
        'no code',
        tarGz({ 'metadata.json': '{"type":"ccaas","label":"x"}' }),
        'did not find a code package inside the package',
      ],
      [
        'a bad label',
        tarGz({ 'metadata.json': '{"type":"ccaas","label":"-x"}', 'code.tar.gz': 'x' }),
        "invalid label '-x'",
      ],
    ])('refuses a package with %s', async (_what, bytes, message) => {
      const { client, admin } = network().of(hospital);
      expect(await answerOf(() => install(client, admin, bytes))).toContain(message);
    });

    test('knows what is installed', async () => {
      const { client, admin } = network().of(hospital);
      const ask = async (name: string, args: Uint8Array) =>
        (await processProposal(client, await signedProposal(admin, '', '_lifecycle', [name, args]))).getResponse()!;
      const all = await ask('QueryInstalledChaincodes', new Uint8Array());
      const list = lifecycle.QueryInstalledChaincodesResult.deserializeBinary(all.getPayload_asU8());
      expect(list.getInstalledChaincodesList().map((each) => each.getPackageId())).toContain(packageId);
      const request = new lifecycle.GetInstalledChaincodePackageArgs();
      request.setPackageId(packageId);
      expect((await ask('GetInstalledChaincodePackage', request.serializeBinary())).getStatus()).toBe(200);
      request.setPackageId('nosuch');
      const unknown = await ask('GetInstalledChaincodePackage', request.serializeBinary());
      expect([unknown.getStatus(), unknown.getMessage()]).toEqual([
        500,
        "failed to invoke backing implementation of 'GetInstalledChaincodePackage': " +
          "could not load cc install package: chaincode install package 'nosuch' not found",
      ]);
    });

    test.each([
      [{ sequence: 2 }, 'requested sequence 2 is larger than the next available sequence number 1'],
      [{ sequence: 0 }, 'requested sequence is 0, but first definable sequence number is 1'],
      [
        { ...definition, name: 'qscc' },
        "error validating chaincode definition: chaincode name 'qscc' is the name of a system chaincode",
      ],
      [{ name: '-x' }, "error validating chaincode definition: invalid chaincode name '-x'"],
      [{ version: 'a b' }, "error validating chaincode definition: invalid chaincode version 'a b'"],
    ])('refuses the approval of %j', async (wrong, message) => {
      const answer = await answerOf(() => approve(adminGateway(), hospital, { ...definition(), ...wrong }, ''));
      expect(answer).toContain(
        `failed to invoke backing implementation of 'ApproveChaincodeDefinitionForMyOrg': ${message}`,
      );
    });

    test('is agreed to by one after the other, each for itself', async () => {
      const { admin, client, adminGateway: gateway } = network().of(pharmacy);
      await approve(adminGateway(), hospital, definition(), packageId);
      expect(await answerOf(() => approve(adminGateway(), hospital, definition(), packageId))).toContain(
        `attempted to redefine uncommitted sequence (1) for namespace ${second()} with unchanged content`,
      );
      expect(await answerOf(() => commit(gateway, definition(), [pharmacy]))).toContain(
        'chaincode definition not agreed to by this org (PharmacyMSP)',
      );
      const readiness = new lifecycle.CheckCommitReadinessArgs();
      readiness.setName(second());
      readiness.setVersion('1.0');
      readiness.setSequence(1);
      const question = ['CheckCommitReadiness', readiness.serializeBinary()] as const;
      await eventually(async () => {
        const answer = await processProposal(client, await signedProposal(admin, 'rx', '_lifecycle', question));
        const payload = answer.getResponse()!.getPayload_asU8();
        const ready = lifecycle.CheckCommitReadinessResult.deserializeBinary(payload);
        expect(ready.getApprovalsMap().get(hospital)).toBe(true);
        expect(ready.getApprovalsMap().get(pharmacy)).toBe(false);
        expect(ready.getMismatchesMap().get(pharmacy)?.getItemsList()).toEqual(['ChaincodeParameters']);
      });
    });

    test('is in force when enough agreed, and an upgrade later', async () => {
      for (const each of network().members.slice(1)) {
        await approve(each.adminGateway, each.mspId, definition(), packageOf(each));
      }
      const everyone = network().members.map((each) => each.mspId);
      await eventually(() => commit(adminGateway(), definition(), everyone));
      const put = (value: string, ...endorsingOrganizations: string[]) =>
        channel()
          .getContract(second())
          .submit('put', { arguments: ['k', value], endorsingOrganizations });
      const result = await eventually(() => put('1', hospital, pharmacy, centre));
      expect(Buffer.from(result).toString()).toBe('ok');

      const policy = applicationPolicy(`OR('${hospital}.peer')`);
      const upgrade = { ...definition(), version: '2.0', sequence: 2, policy };
      for (const each of network().members) {
        await approve(each.adminGateway, each.mspId, upgrade, packageOf(each));
      }
      await eventually(() => commit(adminGateway(), upgrade, everyone));
      const query = new lifecycle.QueryChaincodeDefinitionArgs();
      query.setName(second());
      const found = lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(
        await queryLifecycle(adminGateway(), 'rx', 'QueryChaincodeDefinition', query.serializeBinary()),
      );
      expect([found.getSequence(), found.getVersion()]).toEqual([2, '2.0']);
      expect(Buffer.from(await put('2', hospital)).toString()).toBe('ok');
    });

    test('lists the definitions of the channel', async () => {
      const bytes = await queryLifecycle(adminGateway(), 'rx', 'QueryChaincodeDefinitions', new Uint8Array());
      const list = lifecycle.QueryChaincodeDefinitionsResult.deserializeBinary(bytes).getChaincodeDefinitionsList();
      const names = list.map((each) => each.getName());
      expect(names).toEqual(expect.arrayContaining([network().chaincode, second()]));
    });

    test('says with 404 what is not defined', async () => {
      const query = new lifecycle.QueryChaincodeDefinitionArgs();
      query.setName('nosuch');
      const answer = await answerOf(() =>
        queryLifecycle(adminGateway(), 'rx', 'QueryChaincodeDefinition', query.serializeBinary()),
      );
      expect(answer).toBe('chaincode response 404, namespace nosuch is not defined');
    });

    test('calls the other chaincode in one transaction', async () => {
      const result = await network().contract(hospital).evaluateTransaction('call', second(), '["get","k"]');
      expect(Buffer.from(result).toString()).toBe('2');
    });
  });
};
