import { common } from '@hyperledger/fabric-protos';
import { IdentityError, PolicyError } from '../identity/errors';
import type { Identity } from '../identity/identity';
import { equalBytes } from '../wire/bytes';
import { WireError } from '../wire/errors';
import { decode } from '../wire/protobuf';
import type { ChannelConfig } from './channel-config';
import { checkName, mapConfig, rootName, unmapConfig, type ConfigElement, type ConfigMap } from './config-map';
import { ConfigError } from './errors';
import { loadChannelConfig, type LoadedConfig } from './load-config';

/** Does `work`; a ConfigError from it is told where it happened. */
const within = <T>(place: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof ConfigError || error instanceof WireError) {
      throw new ConfigError(`${place}: ${error.message}`);
    }
    throw error;
  }
};

/** The update inside an envelope of type CONFIG_UPDATE, with its signatures. */
const readUpdate = (envelope: common.Envelope): common.ConfigUpdateEnvelope => {
  const payload = decode(common.Payload, envelope.getPayload_asU8());
  const header = decode(common.ChannelHeader, payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array());
  if (header.getType() !== common.HeaderType.CONFIG_UPDATE) {
    throw new ConfigError(`not a tx of type CONFIG_UPDATE: ${header.getType()}`);
  }
  return decode(common.ConfigUpdateEnvelope, payload.getData_asU8());
};

/** Whoever signed the update and may be believed. A signature that does not hold is passed over. */
const signers = (current: ChannelConfig, update: common.ConfigUpdateEnvelope): readonly Identity[] => {
  const content = update.getConfigUpdate_asU8();
  return update.getSignaturesList().flatMap((signature) => {
    const header = signature.getSignatureHeader_asU8();
    const creator = decode(common.SignatureHeader, header).getCreator_asU8();
    try {
      const identity = current.identity(creator);
      return identity.verify(Buffer.concat([header, content]), signature.getSignature_asU8()) ? [identity] : [];
    } catch (error) {
      if (error instanceof IdentityError) return [];
      throw error;
    }
  });
};

const checkReadSet = (current: ConfigMap, readSet: ConfigMap): void => {
  for (const [key, { content }] of readSet) {
    const existing = current.get(key)?.content;
    if (!existing) throw new ConfigError(`existing config does not contain element for ${key} but was in the read set`);
    if (existing.getVersion() !== content.getVersion()) {
      throw new ConfigError(
        `proposed update requires that key ${key} be at version ${content.getVersion()}, but it is currently at version ${existing.getVersion()}`,
      );
    }
  }
};

/** What the update changes: all it writes but what it read at the same version. */
const deltaOf = (readSet: ConfigMap, writeSet: ConfigMap): ConfigMap =>
  new Map(
    [...writeSet].filter(([key, { content }]) => readSet.get(key)?.content.getVersion() !== content.getVersion()),
  );

const checkModPolicyName = (key: string, modPolicy: string): void => {
  if (modPolicy === '') throw new ConfigError(`invalid mod_policy for element ${key}: mod_policy not set`);
  for (const [index, part] of modPolicy.replace(/^\//, '').split('/').entries()) {
    within(`invalid mod_policy for element ${key}: path element at ${index} is invalid`, () => checkName(part));
  }
};

/** The whole path of the policy that guards an element; a relative name starts at the group itself, or at the group it is in. */
const modPolicyPath = ({ kind, content, path }: ConfigElement): string => {
  const name = content.getModPolicy();
  const group = kind === 'Group' ? path : path.slice(0, -1);
  return name.startsWith('/') ? name : `/${group.join('/')}/${name}`;
};

const checkPolicy = (current: ChannelConfig, key: string, element: ConfigElement, by: readonly Identity[]): void => {
  try {
    current.checkPolicy(modPolicyPath(element), by);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    if (error.message.startsWith('no such policy')) {
      throw new ConfigError(`unexpected missing policy ${element.content.getModPolicy()} for item ${key}`);
    }
    throw new ConfigError(`policy for ${key} not satisfied: ${error.message}`);
  }
};

const checkDelta = (current: ChannelConfig, existing: ConfigMap, delta: ConfigMap, by: readonly Identity[]): void => {
  if (delta.size === 0) throw new ConfigError('delta set was empty -- update would have no effect');
  for (const [key, { content }] of delta) {
    checkModPolicyName(key, content.getModPolicy());
    const element = existing.get(key);
    const version = content.getVersion();
    if (!element) {
      // Whoever may change the group's members adds one: the group itself is in the delta then.
      if (version !== 0) {
        throw new ConfigError(`attempted to set key ${key} to version ${version}, but key does not exist`);
      }
      continue;
    }
    if (version !== element.content.getVersion() + 1) {
      throw new ConfigError(
        `attempt to set key ${key} to version ${version}, but key is at version ${element.content.getVersion()}`,
      );
    }
    checkPolicy(current, key, element, by);
  }
};

const authorise = (current: ChannelConfig, envelope: common.Envelope): ConfigMap => {
  const signed = readUpdate(envelope);
  const update = decode(common.ConfigUpdate, signed.getConfigUpdate_asU8());
  if (update.getChannelId() !== current.channel) {
    throw new ConfigError(
      `ConfigUpdate for channel '${update.getChannelId()}' but envelope for channel '${current.channel}'`,
    );
  }
  const existing = mapConfig(current.config.getChannelGroup());
  const readSet = within('error mapping ReadSet', () => mapConfig(update.getReadSet()));
  within('error validating ReadSet', () => checkReadSet(existing, readSet));
  const writeSet = within('error mapping WriteSet', () => mapConfig(update.getWriteSet()));
  const delta = deltaOf(readSet, writeSet);
  within('error validating DeltaSet', () => checkDelta(current, existing, delta, signers(current, signed)));
  const proposed: ConfigMap = new Map([...existing, ...delta]);
  for (const key of writeSet.keys()) {
    if (!proposed.has(key)) {
      throw new ConfigError(
        `full config did not verify: writeset contained key ${key} which did not appear in proposed config`,
      );
    }
  }
  return proposed;
};

/**
 * The configuration that an envelope of type CONFIG_UPDATE makes of the current one, sequence one higher: versions read and written are checked, and
 * for every element changed the policy that guards it. The envelope's own signature is the caller's to check.
 * @throws ConfigError with Fabric's words ("error authorizing update: ..."), also where the outcome is not usable
 */
export const applyConfigUpdate = (current: ChannelConfig, envelope: common.Envelope): common.Config => {
  const proposed = within('error authorizing update', () => authorise(current, envelope));
  const config = new common.Config();
  config.setSequence(current.sequence + 1);
  config.setChannelGroup(
    within('could not turn configMap back to channelGroup', () => unmapConfig(proposed, [rootName])),
  );
  within('config update is not compatible', () => loadChannelConfig(current.channel, config));
  return config;
};

/**
 * Checks the content of a CONFIG envelope as a peer does before it takes the new configuration into use.
 * @throws ConfigError
 */
export const acceptConfigEnvelope = (current: ChannelConfig, envelope: common.ConfigEnvelope): LoadedConfig => {
  const config = envelope.getConfig();
  const lastUpdate = envelope.getLastUpdate();
  if (!config) throw new ConfigError('config envelope has nil config');
  if (config.getSequence() !== current.sequence + 1) {
    throw new ConfigError(
      `config currently at sequence ${current.sequence}, cannot validate config at sequence ${config.getSequence()}`,
    );
  }
  const expected = applyConfigUpdate(current, lastUpdate ?? new common.Envelope());
  if (!equalBytes(serialised(expected), serialised(config))) {
    throw new ConfigError('ConfigEnvelope LastUpdate did not produce the supplied config result');
  }
  return loadChannelConfig(current.channel, config);
};

/** Maps are written in the order of their keys, so equal configurations have equal bytes. */
const serialised = (config: common.Config): Uint8Array =>
  config.getChannelGroup()?.serializeBinary() ?? new Uint8Array();
