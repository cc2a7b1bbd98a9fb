import { common, msp } from '@hyperledger/fabric-protos';
import { revocationUpdate } from './revocation-update';

const mspValue = (mspId: string, version: number): common.ConfigValue => {
  const fabric = new msp.FabricMSPConfig();
  fabric.setName(mspId);
  fabric.setRootCertsList([Buffer.from(`root of ${mspId}`)]);
  const config = new msp.MSPConfig();
  config.setConfig(fabric.serializeBinary());
  const value = new common.ConfigValue();
  value.setVersion(version);
  value.setModPolicy('Admins');
  value.setValue(config.serializeBinary());
  return value;
};

const group = (version: number, groups: Record<string, common.ConfigGroup>, value?: common.ConfigValue) => {
  const made = new common.ConfigGroup();
  made.setVersion(version);
  for (const [name, child] of Object.entries(groups)) made.getGroupsMap().set(name, child);
  if (value) made.getValuesMap().set('MSP', value);
  return made;
};

const config = new common.Config();
config.setChannelGroup(
  group(1, {
    Application: group(2, {
      Hospital: group(0, {}, mspValue('HospitalMSP', 4)),
      Centre: group(0, {}, mspValue('CentreMSP', 0)),
    }),
    Orderer: group(3, { HospitalOrderer: group(5, {}, mspValue('HospitalMSP', 6)) }),
  }),
);

const mspOf = (value: common.ConfigValue): msp.FabricMSPConfig =>
  msp.FabricMSPConfig.deserializeBinary(msp.MSPConfig.deserializeBinary(value.getValue_asU8()).getConfig_asU8());

const names = (map: { keys(): Iterator<string> } | undefined): string[] => {
  const found: string[] = [];
  if (!map) return found;
  const keys = map.keys();
  for (let next = keys.next(); !next.done; next = keys.next()) found.push(next.value);
  return found;
};

describe('the update that brings a revocation list to a channel', () => {
  const update = revocationUpdate('rx', config, 'HospitalMSP', ['LIST']);
  const write = update.getWriteSet()!.getGroupsMap();

  it('changes the MSP in both places where it stands, whatever the groups are called', () => {
    const application = write.get('Application')!.getGroupsMap().get('Hospital')!.getValuesMap().get('MSP')!;
    const orderer = write.get('Orderer')!.getGroupsMap().get('HospitalOrderer')!.getValuesMap().get('MSP')!;
    expect([application.getVersion(), orderer.getVersion()]).toEqual([5, 7]);
    for (const value of [application, orderer]) {
      expect(
        mspOf(value)
          .getRevocationListList_asU8()
          .map((list) => Buffer.from(list).toString()),
      ).toEqual(['LIST']);
      expect(Buffer.from(mspOf(value).getRootCertsList_asU8()[0]!).toString()).toBe('root of HospitalMSP');
      expect(value.getModPolicy()).toBe('Admins');
    }
  });

  it('touches nobody else and reads every group on the way at its version', () => {
    expect(names(write.get('Application')!.getGroupsMap())).toEqual(['Hospital']);
    const read = update.getReadSet()!;
    expect(read.getVersion()).toBe(1);
    expect(read.getGroupsMap().get('Orderer')!.getVersion()).toBe(3);
    const member = read.getGroupsMap().get('Orderer')!.getGroupsMap().get('HospitalOrderer')!;
    expect(member.getVersion()).toBe(5);
    expect(names(member.getValuesMap())).toEqual([]);
  });

  it('is not made for a stranger', () => {
    expect(() => revocationUpdate('rx', config, 'NobodyMSP', ['LIST'])).toThrow(/NobodyMSP is no member of channel rx/);
  });
});
