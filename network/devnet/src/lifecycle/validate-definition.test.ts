import { peer } from '@hyperledger/fabric-protos';
import { parsePolicy } from '../identity/policy-language';
import { type ProposedDefinition, validateDefinition } from './validate-definition';

interface CollectionOptions {
  readonly name?: string;
  readonly policy?: string;
  readonly required?: number;
  readonly maximum?: number;
  readonly blocks?: number;
}

const collection = (options: CollectionOptions = {}): peer.CollectionConfig => {
  const config = new peer.StaticCollectionConfig();
  config.setName(options.name ?? 'shared');
  config.setRequiredPeerCount(options.required ?? 0);
  config.setMaximumPeerCount(options.maximum ?? 1);
  config.setBlockToLive(options.blocks ?? 0);
  const policy = new peer.CollectionPolicyConfig();
  policy.setSignaturePolicy(parsePolicy(options.policy ?? "OR('AMSP.member','BMSP.member')"));
  config.setMemberOrgsPolicy(policy);
  const wrapped = new peer.CollectionConfig();
  wrapped.setStaticCollectionConfig(config);
  return wrapped;
};

const collections = (...configs: peer.CollectionConfig[]): peer.CollectionConfigPackage => {
  const all = new peer.CollectionConfigPackage();
  all.setConfigList(configs);
  return all;
};

const definition = (changes: Partial<ProposedDefinition>): ProposedDefinition => ({
  name: 'asset',
  version: '1.0',
  collections: undefined,
  organisations: ['AMSP', 'BMSP'],
  committed: undefined,
  ...changes,
});

describe('a definition', () => {
  test('with collections of members is accepted', () => {
    expect(() => validateDefinition(definition({ collections: collections(collection()) }))).not.toThrow();
  });

  test.each<[string, Partial<ProposedDefinition>, string]>([
    [
      'a member of another channel',
      { collections: collections(collection({ policy: "OR('CMSP.member')" })) },
      "collection member 'CMSP' is not part of the channel",
    ],
    [
      'members who must act together',
      { collections: collections(collection({ policy: "AND('AMSP.member','BMSP.member')" })) },
      'signature policy is not an OR concatenation, NOutOf 2',
    ],
    [
      'an implicit name',
      { collections: collections(collection({ name: '_implicit' })) },
      "invalid collection name '_implicit'",
    ],
    [
      'a name twice',
      { collections: collections(collection(), collection()) },
      'found duplicate in collection configuration',
    ],
    [
      'more peers required than allowed',
      { collections: collections(collection({ required: 2, maximum: 1 })) },
      'maximum peer count (1) cannot be less than the required peer count (2)',
    ],
    [
      'a collection dropped',
      { collections: collections(collection({ name: 'other' })), committed: collections(collection()) },
      'existing collection [shared] missing',
    ],
    [
      'all collections dropped',
      { committed: collections(collection()) },
      'does not contain previously defined collections',
    ],
    [
      'another time to live',
      { collections: collections(collection({ blocks: 5 })), committed: collections(collection()) },
      'the BlockToLive in an existing collection [shared] modified',
    ],
  ])('with %s is refused', (_what, changes, message) => {
    expect(() => validateDefinition(definition(changes))).toThrow(message);
  });
});
