import { common, msp, orderer } from '@hyperledger/fabric-protos';
import { bareGroup } from './revocation-update';

/** Certificates (PEM) with which a consenter proves itself. */
export interface ConsenterCertificates {
  readonly identity: string;
  readonly tls: string;
}

const { etcdraft } = orderer;

type Change = (current: Uint8Array) => Uint8Array | undefined;

const isSame = (bytes: Uint8Array, pem: string): boolean => Buffer.from(bytes).toString().trim() === pem.trim();

/** SmartBFT: the mapping of consenters names the identity of each, and the certificate of its TLS. */
const renewedInMapping =
  (from: ConsenterCertificates, to: ConsenterCertificates): Change =>
  (current) => {
    const mapping = common.Orderers.deserializeBinary(current);
    const own = mapping.getConsenterMappingList().find((one) => isSame(one.getServerTlsCert_asU8(), from.tls));
    if (!own) return undefined;
    own.setIdentity(Buffer.from(to.identity));
    own.setClientTlsCert(Buffer.from(to.tls));
    own.setServerTlsCert(Buffer.from(to.tls));
    return mapping.serializeBinary();
  };

/** Raft: the metadata of the consensus type name the TLS certificate of each. */
const inMetadata =
  (change: (metadata: orderer.etcdraft.ConfigMetadata) => boolean): Change =>
  (current) => {
    const type = orderer.ConsensusType.deserializeBinary(current);
    if (type.getType() !== 'etcdraft') return undefined;
    const metadata = etcdraft.ConfigMetadata.deserializeBinary(type.getMetadata_asU8());
    if (!change(metadata)) return undefined;
    type.setMetadata(metadata.serializeBinary());
    return type.serializeBinary();
  };

const renewedInMetadata = (from: ConsenterCertificates, to: ConsenterCertificates): Change =>
  inMetadata((metadata) => {
    const own = metadata.getConsentersList().find((one) => isSame(one.getServerTlsCert_asU8(), from.tls));
    own?.setClientTlsCert(Buffer.from(to.tls));
    own?.setServerTlsCert(Buffer.from(to.tls));
    return own !== undefined;
  });

const withValue = (value: common.ConfigValue, content: Uint8Array): common.ConfigValue => {
  const changed = new common.ConfigValue();
  changed.setVersion(value.getVersion() + 1);
  changed.setModPolicy(value.getModPolicy());
  changed.setValue(content);
  return changed;
};

const POLICY = 'BlockValidation';

/** SmartBFT: who may sign blocks stands in a policy as well, identity by identity; orderers refuse a mapping without it. */
const withIdentity = (policy: common.ConfigPolicy, from: string, to: string): common.ConfigPolicy => {
  const envelope = common.SignaturePolicyEnvelope.deserializeBinary(policy.getPolicy()!.getValue_asU8());
  for (const principal of envelope.getIdentitiesList()) {
    const identity = msp.SerializedIdentity.deserializeBinary(principal.getPrincipal_asU8());
    if (!isSame(identity.getIdBytes_asU8(), from)) continue;
    identity.setIdBytes(Buffer.from(to));
    principal.setPrincipal(identity.serializeBinary());
  }
  const content = new common.Policy();
  content.setType(policy.getPolicy()!.getType());
  content.setValue(envelope.serializeBinary());
  const changed = new common.ConfigPolicy();
  changed.setVersion(policy.getVersion() + 1);
  changed.setModPolicy(policy.getModPolicy());
  changed.setPolicy(content);
  return changed;
};

/** The update that changes one value of the orderers' group. */
const ordererUpdate = (
  channel: string,
  config: common.Config,
  name: 'Orderers' | 'ConsensusType',
  change: Change,
  policy?: (present: common.ConfigPolicy) => common.ConfigPolicy,
): common.ConfigUpdate | undefined => {
  const root = config.getChannelGroup()!;
  const group = root.getGroupsMap().get('Orderer')!;
  const value = group.getValuesMap().get(name);
  const content = value && change(value.getValue_asU8());
  if (!content) return undefined;
  const [read, write] = [bareGroup(root), bareGroup(root)];
  read.getGroupsMap().set('Orderer', bareGroup(group));
  const written = bareGroup(group);
  written.getValuesMap().set(name, withValue(value, content));
  const present = group.getPoliciesMap().get(POLICY);
  if (policy && present) written.getPoliciesMap().set(POLICY, policy(present));
  write.getGroupsMap().set('Orderer', written);
  const update = new common.ConfigUpdate();
  update.setChannelId(channel);
  update.setReadSet(read);
  update.setWriteSet(write);
  return update;
};

/**
 * The update by which the channel knows one consenter by other certificates; the orderers' administrators sign it by majority.
 * Undefined where the channel does not know the former ones: then there is nothing to change.
 */
export const renewalUpdate = (
  channel: string,
  config: common.Config,
  from: ConsenterCertificates,
  to: ConsenterCertificates,
): common.ConfigUpdate | undefined =>
  ordererUpdate(channel, config, 'Orderers', renewedInMapping(from, to), (policy) =>
    withIdentity(policy, from.identity, to.identity),
  ) ?? ordererUpdate(channel, config, 'ConsensusType', renewedInMetadata(from, to));

/** Takes a consenter out of a Raft cluster; undefined where it is in none. */
export const removalUpdate = (
  channel: string,
  config: common.Config,
  { tls }: ConsenterCertificates,
): common.ConfigUpdate | undefined =>
  ordererUpdate(
    channel,
    config,
    'ConsensusType',
    inMetadata((metadata) => {
      const all = metadata.getConsentersList();
      const others = all.filter((one) => !isSame(one.getServerTlsCert_asU8(), tls));
      metadata.setConsentersList(others);
      return others.length < all.length;
    }),
  );

/** Takes a consenter into a Raft cluster, where it counts as a new one; undefined where it is in already, or there is no Raft. */
export const additionUpdate = (
  channel: string,
  config: common.Config,
  { tls }: ConsenterCertificates,
  at: { readonly host: string; readonly port: number },
): common.ConfigUpdate | undefined =>
  ordererUpdate(
    channel,
    config,
    'ConsensusType',
    inMetadata((metadata) => {
      if (metadata.getConsentersList().some((one) => isSame(one.getServerTlsCert_asU8(), tls))) return false;
      const consenter = new etcdraft.Consenter();
      consenter.setHost(at.host);
      consenter.setPort(at.port);
      consenter.setClientTlsCert(Buffer.from(tls));
      consenter.setServerTlsCert(Buffer.from(tls));
      metadata.addConsenters(consenter);
      return true;
    }),
  );
