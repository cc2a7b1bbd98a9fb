import { common, msp } from '@hyperledger/fabric-protos';
import { BoundedCache } from '../wire/bounded-cache';
import { equalBytes } from '../wire/bytes';
import { decode } from '../wire/protobuf';
import { membershipKey, readMembership, type Membership } from '../identity/membership';
import { ConfigError } from './errors';

/** Type of an MSP whose members are anonymous. */
const idemix = 1;

/** An organisation as a group of the configuration names it. */
export interface OrganisationGroup {
  /** Name of the group; by custom the MSP id, but nothing says so. */
  readonly name: string;
  readonly mspId: string;
  readonly msp: msp.MSPConfig;
}

/** The organisations of `Application` or `Orderer`, sorted by MSP id; none where the group is absent. */
export const organisationGroups = (channelGroup: common.ConfigGroup, part: string): readonly OrganisationGroup[] => {
  const organisations: OrganisationGroup[] = [];
  channelGroup
    .getGroupsMap()
    .get(part)
    ?.getGroupsMap()
    .forEach((group, name) => {
      const value = group.getValuesMap().get('MSP');
      if (!value) throw new ConfigError(`organisation ${name} of ${part} has no MSP`);
      const config = decode(msp.MSPConfig, value.getValue_asU8());
      const mspId = decode(msp.FabricMSPConfig, config.getConfig_asU8()).getName();
      organisations.push({ name, mspId, msp: config });
    });
  return organisations.sort((left, right) => (left.mspId < right.mspId ? -1 : 1));
};

/** Parsing an MSP takes milliseconds, and updates leave most of them as they were. */
const kept = new BoundedCache<string, Membership>(256);

/**
 * The MSPs of all groups by id.
 * @throws ConfigError where two groups define one MSP differently, as when a CRL is added to only one of them
 */
export const readMemberships = (organisations: readonly OrganisationGroup[]): ReadonlyMap<string, Membership> => {
  const configs = new Map<string, msp.MSPConfig>();
  for (const { mspId, msp: config } of organisations) {
    const other = configs.get(mspId);
    if (other && !equalBytes(other.serializeBinary(), config.serializeBinary())) {
      throw new ConfigError(`Attempted to define two different versions of MSP: ${mspId}`);
    }
    configs.set(mspId, config);
  }
  // Idemix MSPs are let stand, and vouch for nobody here.
  const readable = [...configs].filter(([, config]) => config.getType() !== idemix);
  return new Map(readable.map(([mspId, config]) => [mspId, membership(mspId, config)]));
};

const membership = (mspId: string, config: msp.MSPConfig): Membership => {
  try {
    return kept.getOrCreate(membershipKey(config), () => readMembership(config));
  } catch (error) {
    throw new ConfigError(`setting up the MSP manager failed: ${mspId}: ${(error as Error).message}`);
  }
};
