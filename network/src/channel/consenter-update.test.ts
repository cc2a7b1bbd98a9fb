import { common, orderer } from '@hyperledger/fabric-protos';
import { createGenesisBlock } from '@rxledger/devnet/channel';
import { createSelfSigned } from '../identity/self-signed';
import { RAFT, smartBft } from '../runtime/nodes/ordering-settings';
import { readConsortium } from '../topology/read-consortium';
import { resolve } from 'node:path';
import { additionUpdate, removalUpdate, renewalUpdate } from './consenter-update';

const consortium = readConsortium(resolve(__dirname, '../../../test-network-config/consortium.yaml'));
const certificate = (name: string): string => createSelfSigned(name, ['localhost'], 30).certificate;
const names = ['AMSP', 'BMSP', 'CMSP', 'DMSP'];
const consenters = names.map((mspId, index) => ({
  mspId,
  host: 'localhost',
  port: 7000 + index,
  certificate: certificate(`orderer of ${mspId}`),
  tlsCertificate: certificate(`tls of ${mspId}`),
}));
const [a, b] = consenters as [(typeof consenters)[0], (typeof consenters)[0]];
const certificatesOf = (one: typeof a) => ({ identity: one.certificate, tls: one.tlsCertificate });
const renewed = { identity: certificate('orderer of AMSP'), tls: certificate('tls of AMSP') };

const configOf = (consensus: Parameters<typeof createGenesisBlock>[0]['consensus']): common.Config => {
  const block = createGenesisBlock({
    channel: 'rx',
    organisations: names.map((mspId, index) => ({
      mspId,
      caCertificates: [certificate(`ca of ${mspId}`)],
      tlsCaCertificates: [certificate(`ca of ${mspId}`)],
      anchorPeers: [],
      ordererEndpoints: [`localhost:${7000 + index}`],
    })),
    consensus: consensus!,
    capability: 'V3_0',
    batch: { timeout: '20ms', maxMessageCount: 10, preferredMaxBytes: 1000, absoluteMaxBytes: 2000 },
  });
  const envelope = common.Envelope.deserializeBinary(block.getData()!.getDataList_asU8()[0]!);
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  return common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()!;
};

const written = (update: common.ConfigUpdate | undefined): common.ConfigGroup =>
  update!.getWriteSet()!.getGroupsMap().get('Orderer')!;

const raftConsenters = (update: common.ConfigUpdate | undefined) => {
  const value = written(update).getValuesMap().get('ConsensusType')!;
  const metadata = orderer.ConsensusType.deserializeBinary(value.getValue_asU8()).getMetadata_asU8();
  const list = orderer.etcdraft.ConfigMetadata.deserializeBinary(metadata).getConsentersList();
  return list.map((one) => ({ port: one.getPort(), tls: Buffer.from(one.getServerTlsCert_asU8()).toString() }));
};

describe('a change of the consenters', () => {
  const bft = configOf({ type: 'BFT', consenters, options: smartBft(consortium) });
  const raft = configOf({ type: 'etcdraft', consenters: consenters.slice(0, 3), options: RAFT });

  it('renews identity and TLS of one consenter of SmartBFT, and who may sign blocks with it', () => {
    const update = renewalUpdate('rx', bft, certificatesOf(a), renewed);
    const value = written(update).getValuesMap().get('Orderers')!;
    const mapping = common.Orderers.deserializeBinary(value.getValue_asU8()).getConsenterMappingList();
    expect(mapping.map((one) => Buffer.from(one.getIdentity_asU8()).toString())).toEqual([
      renewed.identity,
      ...consenters.slice(1).map((one) => one.certificate),
    ]);
    expect(Buffer.from(mapping[0]!.getServerTlsCert_asU8()).toString()).toBe(renewed.tls);
    const policy = written(update).getPoliciesMap().get('BlockValidation')!;
    const text = Buffer.from(policy.getPolicy()!.getValue_asU8()).toString('latin1');
    expect([text.includes(renewed.identity), text.includes(a.certificate)]).toEqual([true, false]);
    expect(text).toContain(b.certificate);
  });

  it('raises by one the version of what it writes, and of nothing else', () => {
    const update = renewalUpdate('rx', bft, certificatesOf(a), renewed)!;
    const before = bft.getChannelGroup()!.getGroupsMap().get('Orderer')!;
    const group = written(update);
    expect(group.getVersion()).toBe(before.getVersion());
    expect(group.getValuesMap().get('Orderers')!.getVersion()).toBe(1);
    expect(group.getPoliciesMap().get('BlockValidation')!.getVersion()).toBe(1);
    expect(group.getValuesMap().getLength()).toBe(1);
  });

  it('renews the TLS of one consenter of Raft', () => {
    expect(raftConsenters(renewalUpdate('rx', raft, certificatesOf(b), renewed))).toEqual([
      { port: 7000, tls: a.tlsCertificate },
      { port: 7001, tls: renewed.tls },
      { port: 7002, tls: consenters[2]!.tlsCertificate },
    ]);
  });

  it('takes one out of Raft, and in again as a new one', () => {
    expect(raftConsenters(removalUpdate('rx', raft, certificatesOf(a))).map(({ port }) => port)).toEqual([7001, 7002]);
    expect(raftConsenters(additionUpdate('rx', raft, renewed, { host: 'localhost', port: 7003 }))[3]).toEqual({
      port: 7003,
      tls: renewed.tls,
    });
  });

  it('is none where there is nothing to change', () => {
    expect(renewalUpdate('rx', bft, renewed, certificatesOf(a))).toBeUndefined();
    expect(removalUpdate('rx', raft, renewed)).toBeUndefined();
    expect(additionUpdate('rx', raft, certificatesOf(a), { host: 'localhost', port: 7000 })).toBeUndefined();
    expect(removalUpdate('rx', bft, certificatesOf(a))).toBeUndefined();
  });
});
