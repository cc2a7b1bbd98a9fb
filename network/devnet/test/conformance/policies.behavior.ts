import type { ProposalOptions } from '@hyperledger/fabric-gateway';
import { peer } from '@hyperledger/fabric-protos';
import { mspIds } from './members';
import type { OpenNetwork } from './open-network';

const { hospital, centre, pharmacy, thirdParty } = mspIds;
const { VALID, ENDORSEMENT_POLICY_FAILURE } = peer.TxValidationCode;
const owners = JSON.stringify([hospital, pharmacy]);

/** Whose signatures a transaction needs: by its chaincode (any two), by a collection, by a key. */
export const policies = (network: () => OpenNetwork): void => {
  const codeOf = async (name: string, options: ProposalOptions) =>
    (await network().submit(hospital, name, options)).code;
  const put = (...endorsingOrganizations: string[]) =>
    codeOf('put', { arguments: ['by policy', '1'], endorsingOrganizations });

  describe('the policy of a chaincode', () => {
    test('any two members satisfy', async () => {
      expect(await put(hospital, pharmacy)).toBe(VALID);
      expect(await put(centre, thirdParty)).toBe(VALID);
      expect(await put(hospital, centre, pharmacy, thirdParty)).toBe(VALID);
    });

    test('one member does not', async () => {
      expect(await put(hospital)).toBe(ENDORSEMENT_POLICY_FAILURE);
    });
  });

  describe('the policy of a key', () => {
    const bump = (key: string, ...endorsingOrganizations: string[]) =>
      codeOf('bump', { arguments: [key], ...(endorsingOrganizations.length > 0 && { endorsingOrganizations }) });
    const protect = (key: string, ...mspIdsOfOwners: string[]) =>
      codeOf('putProtected', { arguments: [key, '0', JSON.stringify(mspIdsOfOwners)] });

    test('is in force from the block after', async () => {
      expect(await protect('protected', hospital, pharmacy)).toBe(VALID);
      expect(await bump('protected', hospital, thirdParty)).toBe(ENDORSEMENT_POLICY_FAILURE);
      expect(await bump('protected', hospital, pharmacy)).toBe(VALID);
    });

    test('is found out by the gateway', async () => {
      await protect('protected and found', hospital, pharmacy);
      expect(await bump('protected and found')).toBe(VALID);
    });

    test('takes the place of the policy of the chaincode', async () => {
      await protect('protected by one', pharmacy);
      expect(await bump('protected by one', pharmacy)).toBe(VALID);
      expect(await bump('protected by one', hospital, centre)).toBe(ENDORSEMENT_POLICY_FAILURE);
    });

    test('is changed by those alone whom it names', async () => {
      await protect('handed over', hospital, pharmacy);
      const handOver = (...endorsingOrganizations: string[]) => {
        const args = ['handed over', '0', JSON.stringify([centre, thirdParty])];
        return codeOf('putProtected', { arguments: args, endorsingOrganizations });
      };
      expect(await handOver(centre, thirdParty)).toBe(ENDORSEMENT_POLICY_FAILURE);
      expect(await handOver(hospital, pharmacy)).toBe(VALID);
      expect(await bump('handed over', hospital, pharmacy)).toBe(ENDORSEMENT_POLICY_FAILURE);
      expect(await bump('handed over', centre, thirdParty)).toBe(VALID);
    });
  });

  describe('the policy of a collection', () => {
    const transientData = { rx: 'body' };
    const issue = (key: string, ...endorsingOrganizations: string[]) =>
      codeOf('issue', { arguments: [key, owners], transientData, endorsingOrganizations });
    const seal = (key: string, ...endorsingOrganizations: string[]) =>
      codeOf('putInCollection', { arguments: ['sealed', key], transientData, endorsingOrganizations });

    test('that is implicit, its member alone satisfies', async () => {
      expect(await issue('issued', hospital, thirdParty)).toBe(ENDORSEMENT_POLICY_FAILURE);
      expect(await issue('issued', hospital, pharmacy)).toBe(VALID);
    });

    test('that names its endorsers, those satisfy', async () => {
      expect(await seal('sealed', hospital, centre)).toBe(ENDORSEMENT_POLICY_FAILURE);
      expect(await seal('sealed', hospital, pharmacy)).toBe(VALID);
    });
  });
};
