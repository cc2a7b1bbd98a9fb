import { common, msp, peer } from '@hyperledger/fabric-protos';

const namePattern = /^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/;
const versionPattern = /^[A-Za-z0-9_.+-]+$/;
const collectionPattern = /^[A-Za-z0-9-]+([A-Za-z0-9_-]+)*$/;
const systemNames = new Set(['cscc', 'escc', 'lscc', 'qscc', 'vscc']);

/** A definition that no organisation may propose; the message has Fabric's words. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
}

const refuse = (message: string): never => {
  throw new DefinitionError(message);
};

const checkName = (name: string, version: string): void => {
  if (!namePattern.test(name)) {
    refuse(
      `invalid chaincode name '${name}'. Names can only consist of alphanumerics, '_', and '-' and can only begin with alphanumerics`,
    );
  }
  if (systemNames.has(name)) refuse(`chaincode name '${name}' is the name of a system chaincode`);
  if (!versionPattern.test(version)) {
    refuse(
      `invalid chaincode version '${version}'. Versions can only consist of alphanumerics, '_', '-', '+', and '.'`,
    );
  }
};

const checkIsOr = (name: string, rule: common.SignaturePolicy | undefined): void => {
  const outOf = rule?.getNOutOf();
  if (!outOf) return;
  if (outOf.getN() !== 1) {
    refuse(
      `collection-name: ${name} -- error in member org policy: signature policy is not an OR concatenation, NOutOf ${outOf.getN()}`,
    );
  }
  outOf.getRulesList().forEach((inner) => checkIsOr(name, inner));
};

const mspIdOf = (name: string, principal: msp.MSPPrincipal): string => {
  const bytes = principal.getPrincipal_asU8();
  const { ROLE, ORGANIZATION_UNIT } = msp.MSPPrincipal.Classification;
  const kind = principal.getPrincipalClassification();
  if (kind === ROLE) return msp.MSPRole.deserializeBinary(bytes).getMspIdentifier();
  if (kind === ORGANIZATION_UNIT) return msp.OrganizationUnit.deserializeBinary(bytes).getMspIdentifier();
  return refuse(`collection-name: ${name} -- principal type ${kind} is not supported`);
};

const checkMembers = (collection: peer.StaticCollectionConfig, organisations: readonly string[]): void => {
  const name = collection.getName();
  const policy = collection.getMemberOrgsPolicy();
  if (!policy) refuse(`collection member policy is not set for collection '${name}'`);
  const signature = policy?.getSignaturePolicy();
  if (!signature) refuse(`collection member org policy is empty for collection '${name}'`);
  checkIsOr(name, signature?.getRule());
  for (const principal of signature?.getIdentitiesList() ?? []) {
    const mspId = mspIdOf(name, principal);
    if (!organisations.includes(mspId)) {
      refuse(`collection-name: ${name} -- collection member '${mspId}' is not part of the channel`);
    }
  }
};

const checkCounts = (collection: peer.StaticCollectionConfig): void => {
  const name = collection.getName();
  const required = collection.getRequiredPeerCount();
  const maximum = collection.getMaximumPeerCount();
  if (maximum < required) {
    refuse(
      `collection-name: ${name} -- maximum peer count (${maximum}) cannot be less than the required peer count (${required})`,
    );
  }
  if (required < 0) refuse(`collection-name: ${name} -- requiredPeerCount (${required}) cannot be less than zero`);
};

const staticCollections = (collections: peer.CollectionConfigPackage | undefined): peer.StaticCollectionConfig[] =>
  (collections?.getConfigList() ?? []).map(
    (config) => config.getStaticCollectionConfig() ?? refuse('collection configuration is empty'),
  );

const checkCollections = (
  collections: readonly peer.StaticCollectionConfig[],
  organisations: readonly string[],
): void => {
  const names = new Set<string>();
  for (const collection of collections) {
    const name = collection.getName();
    if (!collectionPattern.test(name)) {
      refuse(
        `invalid collection name '${name}'. Names can only consist of alphanumerics, '_', and '-' and cannot begin with '_'`,
      );
    }
    if (names.has(name)) refuse(`collection-name: ${name} -- found duplicate in collection configuration`);
    names.add(name);
    checkCounts(collection);
    checkMembers(collection, organisations);
  }
};

/** An upgrade may add collections, but neither drop one nor change how long it keeps its data. */
const checkSuccession = (
  proposed: readonly peer.StaticCollectionConfig[],
  committed: readonly peer.StaticCollectionConfig[],
): void => {
  if (committed.length > 0 && proposed.length === 0) {
    refuse('the proposed collection config does not contain previously defined collections');
  }
  for (const old of committed) {
    const successor = proposed.find((candidate) => candidate.getName() === old.getName());
    if (!successor) {
      refuse(`existing collection [${old.getName()}] missing in the proposed collection configuration`);
    }
    if (successor?.getBlockToLive() !== old.getBlockToLive()) {
      refuse(
        `the BlockToLive in an existing collection [${old.getName()}] modified. Existing value [${old.getBlockToLive()}]`,
      );
    }
  }
};

/** What is proposed, and what it stands against. */
export interface ProposedDefinition {
  readonly name: string;
  readonly version: string;
  readonly collections: peer.CollectionConfigPackage | undefined;
  readonly organisations: readonly string[];
  /** Collections of the definition in force; undefined where there is none. */
  readonly committed: peer.CollectionConfigPackage | undefined;
}

/**
 * Checks a definition before an organisation approves it or the channel commits it.
 * @throws DefinitionError
 */
export const validateDefinition = (proposed: ProposedDefinition): void => {
  checkName(proposed.name, proposed.version);
  const collections = staticCollections(proposed.collections);
  checkCollections(collections, proposed.organisations);
  if (proposed.committed) checkSuccession(collections, staticCollections(proposed.committed));
};
