import { common } from '@hyperledger/fabric-protos';
import { channelName, groupAt, newChannel } from '../../test/trust/channel';
import { newOrganisation } from '../../test/trust/organisation';
import type { SigningIdentity } from '../identity/identity';
import { parseEnvelope } from '../ledger/validation/form';
import { configEnvelope, configUpdateEnvelope } from './config-envelopes';
import { acceptConfigEnvelope, applyConfigUpdate } from './config-update';
import { ConfigError } from './errors';
import { loadChannelConfig, type LoadedConfig } from './load-config';
import { applicationOrganisation } from './organisation';
import { proposeConfigUpdate } from './propose-update';
import { withRevocationLists } from './revocation';

const hospital = newOrganisation('HospitalMSP');
const pharmacy = newOrganisation('PharmacyMSP');
const centre = newOrganisation('CentreMSP');
const channel = newChannel([hospital, pharmacy, centre]);
const [hospitalAdmin, pharmacyAdmin] = [hospital.enrol('admin'), pharmacy.enrol('admin')];

const changed = (change: (config: common.Config) => void, of: LoadedConfig = channel): common.Config => {
  const config = of.config.clone();
  change(config);
  return config;
};

const update = (wanted: common.Config, by: readonly SigningIdentity[], of: LoadedConfig = channel): common.Envelope =>
  configUpdateEnvelope(proposeConfigUpdate(channelName, of.config, wanted), by);

const refusal = (envelope: common.Envelope, of: LoadedConfig = channel): string => {
  try {
    applyConfigUpdate(of, envelope);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('a revocation list', () => {
  const revoked = hospital.enrol('client');
  const envelope = update(withRevocationLists(channel.config, 'HospitalMSP', [hospital.revoke(revoked)]), [
    hospitalAdmin,
  ]);

  it('takes effect with the configuration that carries it', () => {
    expect(channel.identity(revoked.bytes).role).toBe('client');
    const config = applyConfigUpdate(channel, envelope);
    const next = loadChannelConfig(channelName, config);
    expect(next.sequence).toBe(1);
    expect(() => next.identity(revoked.bytes)).toThrow(/The certificate has been revoked/);
    expect(next.identity(hospital.enrol('client').bytes).role).toBe('client');
  });

  it('is its organisation’s own business', () => {
    const byOther = update(withRevocationLists(channel.config, 'HospitalMSP', [hospital.revoke(revoked)]), [
      pharmacyAdmin,
      hospital.enrol('client'),
    ]);
    expect(refusal(byOther)).toMatch(
      /^error authorizing update: error validating DeltaSet: policy for \[Value\] {2}\/Channel\/(Application|Orderer)\/HospitalMSP\/MSP not satisfied: signature set did not satisfy policy$/,
    );
  });

  it('in one place only is refused', () => {
    const both = withRevocationLists(channel.config, 'HospitalMSP', [hospital.revoke(revoked)]);
    const one = changed((config) => groupAt(config).getGroupsMap().set('Application', groupAt(both, 'Application')));
    expect(refusal(update(one, [hospitalAdmin]))).toMatch(
      /Attempted to define two different versions of MSP: HospitalMSP/,
    );
  });

  it('goes through a block: made an envelope by an orderer, parsed and accepted by a peer', () => {
    const config = applyConfigUpdate(channel, envelope);
    const bytes = configEnvelope(channelName, config, envelope, hospital.enrol('orderer')).serializeBinary();
    const parsed = parseEnvelope(bytes, channel);
    expect(parsed.kind).toBe('config');
    const content = (parsed as Extract<typeof parsed, { kind: 'config' }>).envelope;
    const next = acceptConfigEnvelope(channel, content);
    expect(next.sequence).toBe(1);
    expect(() => acceptConfigEnvelope(next, content)).toThrow(
      'config currently at sequence 1, cannot validate config at sequence 1',
    );
  });
});

describe('a new organisation', () => {
  const newcomer = newOrganisation('PayerMSP');
  const wanted = changed((config) =>
    groupAt(config, 'Application').getGroupsMap().set('PayerMSP', applicationOrganisation(newcomer.genesis)),
  );

  it('is let in by a majority of administrators', () => {
    const next = loadChannelConfig(
      channelName,
      applyConfigUpdate(channel, update(wanted, [hospitalAdmin, pharmacyAdmin])),
    );
    expect(next.organisations).toEqual(['CentreMSP', 'HospitalMSP', 'PayerMSP', 'PharmacyMSP']);
    expect(next.identity(newcomer.enrol('client').bytes).role).toBe('client');
    expect(groupAt(next.config, 'Application').getVersion()).toBe(1);
    expect(groupAt(next.config, 'Application', 'HospitalMSP').getVersion()).toBe(0);
  });

  it('is not let in by one of three, whoever else signs', () => {
    expect(refusal(update(wanted, [hospitalAdmin, hospital.enrol('admin'), newcomer.enrol('admin')]))).toBe(
      'error authorizing update: error validating DeltaSet: policy for [Group]  /Channel/Application not satisfied: ' +
        "implicit policy evaluation failed - 1 sub-policies were satisfied, but this policy requires 2 of the 'Admins' sub-policies to be satisfied",
    );
  });

  it('can be put out again', () => {
    const all = [hospitalAdmin, pharmacyAdmin, centre.enrol('admin')];
    const larger = loadChannelConfig(channelName, applyConfigUpdate(channel, update(wanted, all)));
    const smaller = changed((config) => groupAt(config, 'Application').getGroupsMap().del('PayerMSP'), larger);
    const next = loadChannelConfig(channelName, applyConfigUpdate(larger, update(smaller, all, larger)));
    expect(next.organisations).not.toContain('PayerMSP');
    expect(() => next.identity(newcomer.enrol('client').bytes)).toThrow('MSP PayerMSP is not defined on channel');
  });
});

describe('an update that is refused', () => {
  const both = [hospitalAdmin, pharmacyAdmin];
  const rename = (name: string) => changed((config) => groupAt(config, 'Application').setModPolicy(name));

  it('changes nothing', () => {
    expect(() => proposeConfigUpdate(channelName, channel.config, channel.config.clone())).toThrow(
      'no differences detected between original and updated config',
    );
    const empty = new common.ConfigUpdate();
    empty.setChannelId(channelName);
    expect(refusal(configUpdateEnvelope(empty, both))).toBe(
      'error authorizing update: error validating DeltaSet: delta set was empty -- update would have no effect',
    );
  });

  it('is for another channel', () => {
    const other = configUpdateEnvelope(proposeConfigUpdate('other', channel.config, rename('Readers')), both);
    expect(refusal(other)).toBe(
      "error authorizing update: ConfigUpdate for channel 'other' but envelope for channel 'trial'",
    );
  });

  it('read an element that is not there', () => {
    const content = proposeConfigUpdate(channelName, channel.config, rename('Readers'));
    content.getReadSet()!.getGroupsMap().set('Nothing', new common.ConfigGroup());
    expect(refusal(configUpdateEnvelope(content, both))).toBe(
      'error authorizing update: error validating ReadSet: existing config does not contain element for [Group]  /Channel/Nothing but was in the read set',
    );
  });

  it('read a version that has passed', () => {
    const content = proposeConfigUpdate(channelName, channel.config, rename('Readers'));
    content.getReadSet()!.getGroupsMap().get('Application')!.setVersion(7);
    expect(refusal(configUpdateEnvelope(content, both))).toBe(
      'error authorizing update: error validating ReadSet: proposed update requires that key [Group]  /Channel/Application be at version 7, but it is currently at version 0',
    );
  });

  it('jumps over a version', () => {
    const content = proposeConfigUpdate(channelName, channel.config, rename('Readers'));
    content.getWriteSet()!.getGroupsMap().get('Application')!.setVersion(2);
    expect(refusal(configUpdateEnvelope(content, both))).toMatch(
      /attempt to set key \[Group\] {2}\/Channel\/Application to version 2, but key is at version 0$/,
    );
  });

  it('leaves an element without a policy to guard it, or with a name that is none', () => {
    expect(refusal(update(rename(''), both))).toMatch(/invalid mod_policy for element .*: mod_policy not set$/);
    expect(refusal(update(rename('Ad mins'), both))).toMatch(/config ID 'Ad mins' contains illegal characters$/);
  });

  it('makes a configuration that cannot be used', () => {
    const broken = changed((config) => groupAt(config, 'Application', 'HospitalMSP').getValuesMap().del('MSP'));
    expect(refusal(update(broken, [hospitalAdmin]))).toMatch(/organisation HospitalMSP of Application has no MSP$/);
  });

  it('is none at all', () => {
    expect(refusal(new common.Envelope())).toMatch(/^error authorizing update: not a tx of type CONFIG_UPDATE/);
  });

  it('is signed by an administrator over other content', () => {
    const envelope = update(rename('Readers'), both);
    const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
    const signed = common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8());
    signed.setConfigUpdate(proposeConfigUpdate(channelName, channel.config, rename('Writers')).serializeBinary());
    payload.setData(signed.serializeBinary());
    envelope.setPayload(payload.serializeBinary());
    expect(refusal(envelope)).toMatch(/0 sub-policies were satisfied/);
  });
});

describe('an element under a policy that is missing', () => {
  it('can be changed by nobody', () => {
    const locked = loadChannelConfig(
      channelName,
      changed((config) => groupAt(config, 'Application').setModPolicy('NoSuch')),
    );
    const wanted = changed((config) => groupAt(config, 'Application').setModPolicy('Admins'), locked);
    expect(refusal(update(wanted, [hospitalAdmin, pharmacyAdmin], locked), locked)).toMatch(
      /unexpected missing policy NoSuch for item \[Group\] {2}\/Channel\/Application$/,
    );
  });
});
