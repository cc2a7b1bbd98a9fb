import { common, msp } from '@hyperledger/fabric-protos';
import { acceptConfigEnvelope, applyConfigUpdate } from '../src/config/config-update';
import { loadChannelConfig } from '../src/config/load-config';
import { proposeConfigUpdate } from '../src/config/propose-update';
import { withRevocationLists } from '../src/config/revocation';
import { parseEnvelope } from '../src/ledger/validation/form';
import { configEnvelopeOf, envelopesOf, goldenBlock, networks, readBlock } from './golden/blocks';

/** The configuration before the golden update: its lists taken away, versions and sequence counted back. */
const before = (after: common.Config, mspId: string): common.Config => {
  const config = withRevocationLists(after, mspId, []);
  config.setSequence(after.getSequence() - 1);
  for (const part of ['Application', 'Orderer']) {
    const group = config.getChannelGroup()!.getGroupsMap().get(part)!.getGroupsMap().get(mspId)!;
    group.getValuesMap().get('MSP')!.setVersion(0);
  }
  return config;
};

const updateIn = (envelope: common.Envelope): common.ConfigUpdate => {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const signed = common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8());
  return common.ConfigUpdate.deserializeBinary(signed.getConfigUpdate_asU8());
};

describe('a live Fabric network’s update that put a revocation list into an organisation’s MSP', () => {
  const block = readBlock('bft-block-config-update-crl');
  const envelope = configEnvelopeOf(block);
  const after = envelope.getConfig()!;
  const current = loadChannelConfig('rx', before(after, 'HospitalMSP'));

  it('is an envelope in order', () => {
    expect(parseEnvelope(envelopesOf(block)[0]!, current).kind).toBe('config');
  });

  it('is accepted, and comes to the configuration in the block', () => {
    const accepted = acceptConfigEnvelope(current, envelope);
    expect(accepted.sequence).toBe(1);
    expect(accepted.config.getChannelGroup()!.toObject()).toEqual(after.getChannelGroup()!.toObject());
  });

  it('is the update proposed here for the same change', () => {
    expect(proposeConfigUpdate('rx', current.config, after).toObject()).toEqual(
      updateIn(envelope.getLastUpdate()!).toObject(),
    );
  });

  it('is refused a second time: it read versions that have moved on', () => {
    const accepted = acceptConfigEnvelope(current, envelope);
    expect(() => applyConfigUpdate(accepted, envelope.getLastUpdate()!)).toThrow(
      /^error authorizing update: error validating DeltaSet: attempt to set key \[Value\] {2}\/Channel\/(Application|Orderer)\/HospitalMSP\/MSP to version 1, but key is at version 1$/,
    );
  });

  it('is refused where the outcome is not what the update makes', () => {
    const forged = envelope.clone();
    forged.getConfig()!.getChannelGroup()!.getGroupsMap().get('Application')!.setModPolicy('Readers');
    expect(() => acceptConfigEnvelope(current, forged)).toThrow(
      'ConfigEnvelope LastUpdate did not produce the supplied config result',
    );
  });

  it('is refused when a byte of a signature is another', () => {
    const update = envelope.getLastUpdate()!;
    const payload = common.Payload.deserializeBinary(update.getPayload_asU8());
    const signed = common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8());
    for (const signature of signed.getSignaturesList()) {
      const bytes = Buffer.from(signature.getSignature_asU8());
      bytes[bytes.length - 1]! ^= 1;
      signature.setSignature(bytes);
    }
    payload.setData(signed.serializeBinary());
    const forged = new common.Envelope();
    forged.setPayload(payload.serializeBinary());
    expect(() => applyConfigUpdate(current, forged)).toThrow(
      /policy for .* not satisfied: signature set did not satisfy policy$/,
    );
  });

  it('leaves all other members in good standing', () => {
    const accepted = acceptConfigEnvelope(current, envelope);
    expect(accepted.organisations).toEqual(['CentreMSP', 'HospitalMSP', 'PharmacyMSP', 'ThirdPartyMSP']);
  });
});

describe.each(networks)('the configuration of a live Fabric network ordered by %s', (network) => {
  const config = loadChannelConfig('rx', configEnvelopeOf(goldenBlock(network, 'genesis')).getConfig()!);

  it('names its organisations and orderers', () => {
    const four = ['CentreMSP', 'HospitalMSP', 'PharmacyMSP', 'ThirdPartyMSP'];
    expect({ members: config.organisations, orderers: config.orderers }).toEqual({ members: four, orderers: four });
  });

  it('lets a revocation list into one place only under two definitions of an MSP, and so not at all', () => {
    const wanted = config.config.clone();
    const group = wanted.getChannelGroup()!.getGroupsMap().get('Application')!.getGroupsMap().get('HospitalMSP')!;
    const value = group.getValuesMap().get('MSP')!;
    const mspConfig = msp.MSPConfig.deserializeBinary(value.getValue_asU8());
    const fabric = msp.FabricMSPConfig.deserializeBinary(mspConfig.getConfig_asU8());
    fabric.addIntermediateCerts(fabric.getRootCertsList_asU8()[0]!);
    mspConfig.setConfig(fabric.serializeBinary());
    value.setValue(mspConfig.serializeBinary());
    expect(() => loadChannelConfig('rx', wanted)).toThrow(
      'Attempted to define two different versions of MSP: HospitalMSP',
    );
  });
});
