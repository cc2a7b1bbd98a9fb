import { peer } from '@hyperledger/fabric-protos';
import { parsePolicy } from '../../src/identity/policy-language';
import { chaincodeProcess, type ChaincodeProcess } from '../support/chaincode-process';
import { chaincodePackage } from '../support/chaincode-package';
import { approve, commit, type Definition, install } from '../support/lifecycle';
import { eventually } from './eventually';
import { anyTwo, mspIds } from './members';
import type { ConnectedMember } from './open-network';

/** Endorsement policy of a chaincode from its text. */
export const applicationPolicy = (text: string): Uint8Array => {
  const policy = new peer.ApplicationPolicy();
  policy.setSignaturePolicy(parsePolicy(text));
  return policy.serializeBinary();
};

const collection = (name: string, endorsement?: string): peer.CollectionConfig => {
  const policy = new peer.CollectionPolicyConfig();
  policy.setSignaturePolicy(parsePolicy(`OR('${mspIds.hospital}.member','${mspIds.pharmacy}.member')`));
  const config = new peer.StaticCollectionConfig();
  config.setName(name);
  config.setMaximumPeerCount(1);
  config.setMemberOrgsPolicy(policy);
  config.setMemberOnlyRead(true);
  if (endorsement)
    config.setEndorsementPolicy(peer.ApplicationPolicy.deserializeBinary(applicationPolicy(endorsement)));
  const wrapped = new peer.CollectionConfig();
  wrapped.setStaticCollectionConfig(config);
  return wrapped;
};

/** `members`, for the eyes of hospital and pharmacy, and `sealed`, which both of them must endorse. */
const collections = (): peer.CollectionConfigPackage => {
  const all = new peer.CollectionConfigPackage();
  const both = `AND('${mspIds.hospital}.peer','${mspIds.pharmacy}.peer')`;
  all.setConfigList([collection('members'), collection('sealed', both)]);
  return all;
};

/** A member's part in a deployed chaincode. */
export interface DeployedChaincode {
  readonly chaincode: ChaincodeProcess;
  readonly packageId: string;
}

const installOn = async ({ client, admin, mspId }: ConnectedMember, name: string): Promise<DeployedChaincode> => {
  const chaincode = await chaincodeProcess();
  const connection = { address: chaincode.address, dial_timeout: '5s', tls_required: false };
  const label = `${name}-${mspId}`;
  const packageId = await install(client, admin, chaincodePackage(label, connection));
  await chaincode.start(packageId, mspId);
  return { chaincode, packageId };
};

/**
 * Deploys the test chaincode by the lifecycle, one process and one package a member.
 * @returns by MSP id
 */
export const deployChaincode = async (
  members: readonly ConnectedMember[],
  channel: string,
  name: string,
): Promise<ReadonlyMap<string, DeployedChaincode>> => {
  const definition: Definition = {
    ...{ channel, name, version: '1.0', sequence: 1 },
    policy: applicationPolicy(anyTwo),
    collections: collections(),
  };
  const deployed = await Promise.all(
    members.map(async (member) => [member.mspId, await installOn(member, name)] as const),
  );
  const parts = new Map(deployed);
  for (const { adminGateway, mspId } of members) {
    await approve(adminGateway, mspId, definition, parts.get(mspId)!.packageId);
  }
  const everyone = members.map(({ mspId }) => mspId);
  // The first member's peer may not have met the others yet, nor they have seen all approvals.
  await eventually(() => commit(members[0]!.adminGateway, definition, everyone));
  return parts;
};
