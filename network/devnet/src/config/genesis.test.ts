import { common, msp, orderer, peer } from '@hyperledger/fabric-protos';
import { channelName, groupAt } from '../../test/trust/channel';
import { newOrganisation } from '../../test/trust/organisation';
import { blockDataHash, transactionId } from '../wire/hashes';
import { createGenesisBlock, createGenesisConfig } from './genesis';
import { loadChannelConfig } from './load-config';

const hospital = newOrganisation('HospitalMSP');
const reader = newOrganisation('ReaderMSP');
const organisations = [hospital.genesis, { ...reader.genesis, ordererEndpoints: [], anchorPeers: [] }];

const capabilities = (group: common.ConfigGroup): string[] => {
  const names: string[] = [];
  common.Capabilities.deserializeBinary(group.getValuesMap().get('Capabilities')!.getValue_asU8())
    .getCapabilitiesMap()
    .forEach((_, name) => names.push(name));
  return names;
};

describe('a genesis block', () => {
  const block = createGenesisBlock({ channel: channelName, organisations, nonce: Buffer.alloc(24, 1) });
  const [bytes] = block.getData()!.getDataList_asU8();
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(bytes!).getPayload_asU8());
  const header = common.ChannelHeader.deserializeBinary(payload.getHeader()!.getChannelHeader_asU8());

  it('holds one configuration, signed by nobody', () => {
    expect(block.getHeader()!.getNumber()).toBe(0);
    expect(block.getHeader()!.getPreviousHash_asU8()).toHaveLength(0);
    expect(Buffer.from(block.getHeader()!.getDataHash_asU8())).toEqual(blockDataHash([bytes!]));
    expect(header.getType()).toBe(common.HeaderType.CONFIG);
    expect(header.getTxId()).toBe(transactionId(Buffer.alloc(24, 1), new Uint8Array()));
    const signatureHeader = common.SignatureHeader.deserializeBinary(payload.getHeader()!.getSignatureHeader_asU8());
    expect(signatureHeader.getCreator_asU8()).toHaveLength(0);
  });

  it('has the metadata a peer keeps: five entries, one valid transaction', () => {
    const metadata = block.getMetadata()!.getMetadataList_asU8();
    expect(metadata).toHaveLength(5);
    expect([...metadata[common.BlockMetadataIndex.TRANSACTIONS_FILTER]!]).toEqual([0]);
  });

  it('can be loaded', () => {
    const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()!;
    const loaded = loadChannelConfig(channelName, config);
    expect(loaded.organisations).toEqual(['HospitalMSP', 'ReaderMSP']);
    expect(loaded.orderers).toEqual(['HospitalMSP']);
  });
});

describe('a first configuration', () => {
  const config = createGenesisConfig({ channel: channelName, organisations, batch: { timeout: '1s' } });

  it('asks for the capabilities of Fabric 3', () => {
    expect([groupAt(config), groupAt(config, 'Application'), groupAt(config, 'Orderer')].map(capabilities)).toEqual([
      ['V3_0'],
      ['V2_5'],
      ['V2_0'],
    ]);
  });

  it('tells the kinds of certificate apart', () => {
    const value = groupAt(config, 'Application', 'HospitalMSP').getValuesMap().get('MSP')!;
    const outer = msp.MSPConfig.deserializeBinary(value.getValue_asU8());
    const units = msp.FabricMSPConfig.deserializeBinary(outer.getConfig_asU8()).getFabricNodeOus()!;
    expect(units.getEnable()).toBe(true);
    expect(
      [
        units.getClientOuIdentifier(),
        units.getPeerOuIdentifier(),
        units.getAdminOuIdentifier(),
        units.getOrdererOuIdentifier(),
      ].map((unit) => unit!.getOrganizationalUnitIdentifier()),
    ).toEqual(['client', 'peer', 'admin', 'orderer']);
  });

  it('takes what is said of batches and keeps the rest', () => {
    const values = groupAt(config, 'Orderer').getValuesMap();
    const timeout = orderer.BatchTimeout.deserializeBinary(values.get('BatchTimeout')!.getValue_asU8());
    const size = orderer.BatchSize.deserializeBinary(values.get('BatchSize')!.getValue_asU8());
    expect([timeout.getTimeout(), size.getMaxMessageCount()]).toEqual(['1s', 100]);
  });

  it('says where anchors and orderers are, of those that have them', () => {
    const anchors = groupAt(config, 'Application', 'HospitalMSP').getValuesMap().get('AnchorPeers')!;
    expect(peer.AnchorPeers.deserializeBinary(anchors.getValue_asU8()).toObject().anchorPeersList).toEqual([
      { host: 'localhost', port: 7051 },
    ]);
    expect(groupAt(config, 'Application', 'ReaderMSP').getValuesMap().get('AnchorPeers')).toBeUndefined();
    expect(groupAt(config, 'Orderer').getGroupsMap().get('ReaderMSP')).toBeUndefined();
  });
});
