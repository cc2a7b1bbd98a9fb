import { peer } from '@hyperledger/fabric-protos';
import { parsePolicy } from '../identity/policy-language';
import type { CollectionToDeploy } from './chaincode-to-deploy';

/** `peer.ApplicationPolicy`: who endorses, by a policy of signatures or by one of the channel's. */
export const applicationPolicy = (policy: CollectionToDeploy['endorsementPolicy']): peer.ApplicationPolicy => {
  const message = new peer.ApplicationPolicy();
  if (policy?.signaturePolicy) message.setSignaturePolicy(parsePolicy(policy.signaturePolicy));
  else message.setChannelConfigPolicyReference(policy?.channelConfigPolicy ?? '/Channel/Application/Endorsement');
  return message;
};

const collectionConfig = (collection: CollectionToDeploy): peer.CollectionConfig => {
  const members = new peer.CollectionPolicyConfig();
  members.setSignaturePolicy(parsePolicy(collection.policy));
  const config = new peer.StaticCollectionConfig();
  config.setName(collection.name);
  config.setMemberOrgsPolicy(members);
  config.setRequiredPeerCount(collection.requiredPeerCount ?? 0);
  config.setMaximumPeerCount(collection.maxPeerCount ?? 1);
  config.setBlockToLive(collection.blockToLive ?? 0);
  config.setMemberOnlyRead(collection.memberOnlyRead ?? false);
  config.setMemberOnlyWrite(collection.memberOnlyWrite ?? false);
  if (collection.endorsementPolicy) config.setEndorsementPolicy(applicationPolicy(collection.endorsementPolicy));
  const wrapped = new peer.CollectionConfig();
  wrapped.setStaticCollectionConfig(config);
  return wrapped;
};

/** `peer.CollectionConfigPackage` of these. @throws PolicyError */
export const collectionConfigs = (collections: readonly CollectionToDeploy[]): peer.CollectionConfigPackage => {
  const all = new peer.CollectionConfigPackage();
  all.setConfigList(collections.map(collectionConfig));
  return all;
};
