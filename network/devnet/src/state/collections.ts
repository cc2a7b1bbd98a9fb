import { peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../config/channel-config';
import type { Identity } from '../identity/identity';
import { LIFECYCLE } from '../ledger/chaincode-definition';
import type { ChaincodeDefinition } from '../lifecycle/definition';
import { simulationErrors } from './simulation-error';

const IMPLICIT = '_implicit_org_';

/** Name of the collection that every chaincode has for `mspId` without declaring it. */
export const implicitCollection = (mspId: string): string => IMPLICIT + mspId;

/** The organisation an implicit collection belongs to; undefined for an explicit one. */
export const implicitOwner = (collection: string): string | undefined =>
  collection.startsWith(IMPLICIT) ? collection.slice(IMPLICIT.length) : undefined;

/** Tells whether `mspId`'s peers may hold a collection's clear data: its implicit owner, or a member by its policy. */
export function holdsCollection(
  config: ChannelConfig,
  definition: ChaincodeDefinition | undefined,
  collection: string,
  mspId: string,
): boolean {
  const owner = implicitOwner(collection);
  if (owner !== undefined) return owner === mspId;
  const explicit = findCollection(definition, collection);
  return explicit !== undefined && memberOrganisations(config, explicit).has(mspId);
}

export function findCollection(
  definition: ChaincodeDefinition | undefined,
  collection: string,
): peer.StaticCollectionConfig | undefined {
  return definition?.collections.find((candidate) => candidate.getName() === collection);
}

const members = new WeakMap<peer.StaticCollectionConfig, Set<string>>();

/** MSP ids named by a collection's member policy. */
export function memberOrganisations(config: ChannelConfig, collection: peer.StaticCollectionConfig): Set<string> {
  let known = members.get(collection);
  if (known === undefined) {
    const policy = collection.getMemberOrgsPolicy()?.getSignaturePolicy()?.serializeBinary();
    const sets = policy === undefined ? [] : config.endorsingSetsOfSignaturePolicy(policy);
    members.set(collection, (known = new Set(sets.flat())));
  }
  return known;
}

/** Which collections a simulation may touch. One a simulation: it remembers the answers. */
export class CollectionAccess {
  private readonly checked = new Set<string>();

  constructor(
    private readonly config: ChannelConfig,
    private readonly creator: Identity,
    private readonly definitionOf: (chaincode: string) => ChaincodeDefinition | undefined,
  ) {}

  /** @throws SimulationError where the collection does not exist */
  requireDefined(chaincode: string, collection: string): void {
    const key = `${chaincode}/${collection}`;
    if (this.checked.has(key)) return;
    const definition = this.definitionOf(chaincode);
    if (chaincode !== LIFECYCLE && definition === undefined) throw simulationErrors.noCollections(chaincode);
    const owner = implicitOwner(collection);
    const isDefined =
      owner === undefined
        ? findCollection(definition, collection) !== undefined
        : this.config.organisations.includes(owner);
    if (!isDefined) throw simulationErrors.collectionNotDefined(chaincode, collection);
    this.checked.add(key);
  }

  /** @throws SimulationError where the collection lets members alone read, and the creator is none */
  requireRead(chaincode: string, collection: string): void {
    const explicit = this.explicit(chaincode, collection);
    if (explicit?.getMemberOnlyRead() && !this.isMember(explicit)) {
      throw simulationErrors.noReadAccess(chaincode, collection);
    }
  }

  /** @throws SimulationError where the collection lets members alone write, and the creator is none */
  requireWrite(chaincode: string, collection: string): void {
    const explicit = this.explicit(chaincode, collection);
    if (explicit?.getMemberOnlyWrite() && !this.isMember(explicit)) {
      throw simulationErrors.noWriteAccess(chaincode, collection);
    }
  }

  private explicit(chaincode: string, collection: string): peer.StaticCollectionConfig | undefined {
    if (implicitOwner(collection) !== undefined) return undefined;
    const found = findCollection(this.definitionOf(chaincode), collection);
    if (found === undefined) throw simulationErrors.noSuchCollection(this.config.channel, chaincode, collection);
    return found;
  }

  private isMember(collection: peer.StaticCollectionConfig): boolean {
    return memberOrganisations(this.config, collection).has(this.creator.mspId);
  }
}
