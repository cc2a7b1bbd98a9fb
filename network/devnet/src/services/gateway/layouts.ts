import { peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../../config/channel-config';
import type { ChannelLedger } from '../../ledger/channel-ledger';
import type { ChaincodeDefinition } from '../../lifecycle/definition';
import type { GatewayScope } from './gateway-request';
import { channelMembers, endorsersByOrganisation, isSystemChaincode } from './members';

/** Organisations that together satisfy every policy a transaction is held to, when one peer of each endorses. */
export type Layout = readonly string[];

/** No set of peers can endorse; the message has the words of Fabric's discovery. */
export class LayoutError extends Error {
  override readonly name = 'LayoutError';
}

const implicitOwner = (collection: string): string | undefined => /^_implicit_org_(.+)$/.exec(collection)?.[1];

const lifecyclePolicy = (): Uint8Array => {
  const policy = new peer.ApplicationPolicy();
  policy.setChannelConfigPolicyReference('/Channel/Application/LifecycleEndorsement');
  return policy.serializeBinary();
};

const collectionNamed = (definition: ChaincodeDefinition | undefined, name: string) =>
  definition?.collections.find((collection) => collection.getName() === name);

/** Sets that satisfy a collection's own endorsement policy; undefined where the chaincode's applies. */
const collectionSets = (
  config: ChannelConfig,
  definition: ChaincodeDefinition | undefined,
  name: string,
): readonly Layout[] | undefined => {
  const owner = implicitOwner(name);
  if (owner !== undefined) return config.organisations.includes(owner) ? [[owner]] : [];
  const policy = collectionNamed(definition, name)?.getEndorsementPolicy();
  return policy && config.endorsingSets(policy.serializeBinary());
};

const merge = (left: readonly Layout[], right: readonly Layout[]): Layout[] => {
  const unions = new Map<string, Layout>();
  for (const a of left) {
    for (const b of right) {
      const union = [...new Set([...a, ...b])].sort();
      unions.set(union.join('\n'), union);
    }
  }
  return [...unions.values()];
};

/** Leaves out what asks for more organisations than another layout that is part of it. */
const least = (layouts: readonly Layout[]): Layout[] =>
  layouts.filter(
    (layout) =>
      !layouts.some((other) => other.length < layout.length && other.every((mspId) => layout.includes(mspId))),
  );

/** The policies that one call of an interest is held to, each as the sets that satisfy it. */
const callSets = (
  call: peer.ChaincodeCall,
  config: ChannelConfig,
  definition: ChaincodeDefinition | undefined,
): (readonly Layout[])[] => {
  const chaincodeSets = config.endorsingSets(definition?.validationParameter ?? lifecyclePolicy());
  const names = call.getCollectionNamesList();
  const required =
    names.length === 0
      ? [chaincodeSets]
      : [...new Set(names.map((name) => collectionSets(config, definition, name) ?? chaincodeSets))];
  const ofKeys = call
    .getKeyPoliciesList()
    .map((policy) => config.endorsingSetsOfSignaturePolicy(policy.serializeBinary()));
  // Where keys have policies of their own for all that is written, the chaincode's (always the first) does not count.
  return [...(call.getDisregardNamespacePolicy() ? required.slice(1) : required), ...ofKeys];
};

/** Organisations whose peers may see a collection: its members, or the owner of an implicit one. */
const collectionMembers = (
  config: ChannelConfig,
  definition: ChaincodeDefinition | undefined,
  name: string,
): ReadonlySet<string> => {
  const owner = implicitOwner(name);
  if (owner !== undefined) return new Set([owner]);
  const policy = collectionNamed(definition, name)?.getMemberOrgsPolicy()?.getSignaturePolicy();
  if (!policy) throw new LayoutError(`collection ${name} doesn't exist in collection config`);
  return new Set(config.endorsingSetsOfSignaturePolicy(policy.serializeBinary()).flat());
};

const mayRead = (call: peer.ChaincodeCall, config: ChannelConfig, definition: ChaincodeDefinition | undefined) => {
  if (call.getNoPrivateReads()) return () => true;
  const members = call.getCollectionNamesList().map((name) => collectionMembers(config, definition, name));
  return (mspId: string): boolean => members.every((set) => set.has(mspId));
};

const definitionOf = (ledger: ChannelLedger | undefined, channel: string, call: peer.ChaincodeCall) => {
  const name = call.getName();
  if (ledger && isSystemChaincode(name)) return undefined;
  const definition = ledger?.definition(name);
  if (definition) return definition;
  throw new LayoutError(`No metadata was found for chaincode ${name} in channel ${channel}`);
};

/**
 * Every least set of organisations whose peers, as they are now, can endorse what an interest describes; judged by the
 * policies that the asking peer knows.
 * @throws LayoutError where there is none
 */
export const layoutsFor = (
  { consortium, mspId: asker }: GatewayScope,
  channel: string,
  interest: peer.ChaincodeInterest,
): Layout[] => {
  const ledger = consortium.peerLedger(asker, channel);
  const calls = interest.getChaincodesList().map((call) => ({ call, definition: definitionOf(ledger, channel, call) }));
  const config = ledger!.config;
  const readable = calls.map(({ call, definition }) => mayRead(call, config, definition));
  const present = channelMembers(consortium, channel)
    .map(({ peer: { mspId } }) => mspId)
    .filter((mspId) => readable.every((isAllowed) => isAllowed(mspId)));

  const policies = calls.flatMap(({ call, definition }) => callSets(call, config, definition));
  const possible = least(policies.reduce<readonly Layout[]>(merge, [[]])).filter((layout) =>
    layout.every((mspId) => present.includes(mspId)),
  );
  if (policies.length === 0 || possible.length === 0) {
    throw new LayoutError('no peer combination can satisfy the endorsement policy');
  }
  const able = calls.map(({ call }) => endorsersByOrganisation(consortium, channel, call.getName()));
  const endorsable = possible.filter((layout) => layout.every((mspId) => able.every((peers) => peers.has(mspId))));
  if (endorsable.length === 0) throw new LayoutError('required chaincodes are not installed on sufficient peers');
  return endorsable;
};
