import { peer } from '@hyperledger/fabric-protos';
import { defaultAccess } from '../config/access-control';
import type { ChannelConfig } from '../config/channel-config';
import type { Identity } from '../identity/identity';

/** Which channel policy guards which resource where the channel's configuration does not say otherwise. */
const defaultPolicies: Readonly<Record<string, string>> = {
  ...defaultAccess,
  'gateway/CommitStatus': '/Channel/Application/Readers',
  'gateway/ChaincodeEvents': '/Channel/Application/Readers',
};

/** Resources that only the peer's own organisation may use, whatever a channel says. */
const localPolicies: Readonly<Record<string, 'Admins' | 'Members'>> = {
  '_lifecycle/InstallChaincode': 'Admins',
  '_lifecycle/QueryInstalledChaincode': 'Admins',
  '_lifecycle/GetInstalledChaincodePackage': 'Admins',
  '_lifecycle/QueryInstalledChaincodes': 'Admins',
  '_lifecycle/ApproveChaincodeDefinitionForMyOrg': 'Admins',
  '_lifecycle/QueryApprovedChaincodeDefinition': 'Admins',
  '_lifecycle/QueryApprovedChaincodeDefinitions': 'Admins',
  'cscc/GetChannels': 'Members',
};

/** A caller who may not use a resource; the message has Fabric's words. */
export class AccessError extends Error {
  override readonly name = 'AccessError';
}

const overrides = new WeakMap<ChannelConfig, ReadonlyMap<string, string>>();

/** The channel's own table of policies (`ACLs` in its Application group): resource to full policy path. */
const overridesOf = (config: ChannelConfig): ReadonlyMap<string, string> => {
  const known = overrides.get(config);
  if (known) return known;
  const table = new Map<string, string>();
  const value = config.config.getChannelGroup()?.getGroupsMap().get('Application')?.getValuesMap().get('ACLs');
  if (value) {
    const acls = peer.ACLs.deserializeBinary(value.getValue_asU8());
    acls.getAclsMap().forEach((entry: peer.APIResource, name: string) => {
      const reference = entry.getPolicyRef();
      table.set(name, reference.startsWith('/') ? reference : `/Channel/Application/${reference}`);
    });
  }
  overrides.set(config, table);
  return table;
};

const checkLocal = (policy: 'Admins' | 'Members', mspId: string, caller: Identity): void => {
  const during = `channelless check policy with policy [${policy}]`;
  if (caller.mspId !== mspId) {
    throw new AccessError(
      `Failed deserializing proposal creator during ${during}: [expected MSP ID ${mspId}, received ${caller.mspId}]`,
    );
  }
  if (policy === 'Admins' && caller.role !== 'admin') {
    throw new AccessError(
      `Failed verifying that proposal's creator satisfies local MSP principal during ${during}: ` +
        `[The identity is not an admin under this MSP [${mspId}]: The identity does not contain OU [ADMIN], MSP: [${mspId}]]`,
    );
  }
};

/** What a check needs to know: where the resource stands, and whose peer guards it. */
export interface AccessScope {
  readonly channel: string;
  /** Absent where the peer has no such channel. */
  readonly config: ChannelConfig | undefined;
  readonly mspId: string;
}

/**
 * Lets a caller, whose signature has been verified, use a resource or not.
 * @throws AccessError
 */
export const checkAccess = (resource: string, scope: AccessScope, caller: Identity): void => {
  const local = localPolicies[resource];
  if (local) {
    checkLocal(local, scope.mspId, caller);
    return;
  }
  const policy = channelPolicy(resource, scope);
  try {
    policy.config.checkPolicy(policy.path, [caller]);
  } catch (error) {
    throw new AccessError(refusal(scope.channel, policy, (error as Error).message));
  }
};

interface ChannelPolicy {
  readonly config: ChannelConfig;
  readonly path: string;
  /** The channel's configuration names the policy, be it Fabric's default or another: refusals are worded differently then. */
  readonly isNamed: boolean;
}

const channelPolicy = (resource: string, { channel, config }: AccessScope): ChannelPolicy => {
  if (!config) throw new AccessError(`Failed to get policy manager for channel [${channel}]`);
  const override = overridesOf(config).get(resource);
  const path = override ?? defaultPolicies[resource];
  if (!path) throw new AccessError(`Unmapped policy for ${resource}`);
  return { config, path, isNamed: override !== undefined };
};

const refusal = (channel: string, { path, isNamed }: ChannelPolicy, reason: string): string =>
  isNamed
    ? `failed evaluating policy on signed data during check policy [${path}]: [${reason}]`
    : `Failed evaluating policy on signed data during check policy on channel [${channel}] with policy [${path}]: [${reason}]`;

/** The refusal of somebody whose identity or signature does not hold, as a policy evaluation with no valid signer words it. */
export const refuseUnknownSigner = (resource: string, scope: AccessScope): AccessError => {
  try {
    const policy = channelPolicy(resource, scope);
    try {
      policy.config.checkPolicy(policy.path, []);
      return new AccessError('access denied');
    } catch (error) {
      return new AccessError(refusal(scope.channel, policy, (error as Error).message));
    }
  } catch (error) {
    return error as AccessError;
  }
};
