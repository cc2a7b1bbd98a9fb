import { peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../config/channel-config';
import { organisationGroups } from '../../config/organisation-groups';
import type { ChaincodeDefinition } from '../../lifecycle/definition';

const implicitPrefix = '_implicit_org_';

/** The organisation whose implicit collection this is; undefined for collections with a name of their own. */
export const implicitOrganisation = (collection: string): string | undefined =>
  collection.startsWith(implicitPrefix) ? collection.slice(implicitPrefix.length) : undefined;

/** `peer.ApplicationPolicy` that refers to a policy of the channel. */
export const policyReference = (path: string): Uint8Array => {
  const policy = new peer.ApplicationPolicy();
  policy.setChannelConfigPolicyReference(path);
  return policy.serializeBinary();
};

const references = new WeakMap<ChannelConfig, Map<string, Uint8Array | undefined>>();

/** The policy writes to an organisation's implicit collection are held to; undefined where the channel has no such organisation. */
const implicitPolicy = (config: ChannelConfig, mspId: string): Uint8Array | undefined => {
  const known = references.get(config) ?? new Map<string, Uint8Array | undefined>();
  references.set(config, known);
  if (!known.has(mspId)) {
    const root = config.config.getChannelGroup();
    const group = root && organisationGroups(root, 'Application').find((organisation) => organisation.mspId === mspId);
    known.set(mspId, group && policyReference(`/Channel/Application/${group.name}/Endorsement`));
  }
  return known.get(mspId);
};

/**
 * The serialised `peer.ApplicationPolicy` that writes to a collection are held to, as the channel and the chaincode's definition have it.
 * Without a policy of its own a collection is under the chaincode's.
 * @returns undefined where there is no such collection
 */
export const collectionEndorsementPolicy = (
  config: ChannelConfig,
  definition: ChaincodeDefinition,
  collection: string,
): Uint8Array | undefined => {
  const organisation = implicitOrganisation(collection);
  if (organisation !== undefined) return implicitPolicy(config, organisation);
  const explicit = definition.collections.find((candidate) => candidate.getName() === collection);
  return explicit && (explicit.getEndorsementPolicy()?.serializeBinary() ?? definition.validationParameter);
};
