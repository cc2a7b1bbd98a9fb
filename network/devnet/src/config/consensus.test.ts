import { common, orderer } from '@hyperledger/fabric-protos';
import { goldenBlock, type Network } from '../../test/golden/blocks';
import { byzantineQuorum, type Consenter, consensusValues, quorumOfConsenters } from './consensus';

const firstConfiguration = (network: Network): common.ConfigGroup => {
  const [bytes] = goldenBlock(network, 'genesis').getData()!.getDataList_asU8();
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(bytes!).getPayload_asU8());
  const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()!;
  return config.getChannelGroup()!.getGroupsMap().get('Orderer')!;
};

const valueOf = (group: common.ConfigGroup, name: string): Uint8Array =>
  group.getValuesMap().get(name)!.getValue_asU8();

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe("the ordering part of a live SmartBFT network's first block", () => {
  const group = firstConfiguration('bft');
  const type = orderer.ConsensusType.deserializeBinary(valueOf(group, 'ConsensusType'));
  const mapping = common.Orderers.deserializeBinary(valueOf(group, 'Orderers'));
  const live = orderer.smartbft.Options.deserializeBinary(type.getMetadata_asU8());
  const consenters: Consenter[] = mapping.getConsenterMappingList().map((consenter) => ({
    mspId: consenter.getMspId(),
    host: consenter.getHost(),
    port: consenter.getPort(),
    certificate: text(consenter.getIdentity_asU8()),
    tlsCertificate: text(consenter.getServerTlsCert_asU8()),
  }));

  it('is made again byte for byte from its settings', () => {
    const values = consensusValues({
      type: 'BFT',
      consenters,
      options: {
        requestBatchMaxCount: live.getRequestBatchMaxCount(),
        requestBatchMaxBytes: live.getRequestBatchMaxBytes(),
        requestBatchMaxInterval: live.getRequestBatchMaxInterval(),
        incomingMessageBufferSize: live.getIncomingMessageBufferSize(),
        requestPoolSize: live.getRequestPoolSize(),
        requestMaxBytes: live.getRequestMaxBytes(),
        requestForwardTimeout: live.getRequestForwardTimeout(),
        requestComplainTimeout: live.getRequestComplainTimeout(),
        requestAutoRemoveTimeout: live.getRequestAutoRemoveTimeout(),
        viewChangeResendInterval: live.getViewChangeResendInterval(),
        viewChangeTimeout: live.getViewChangeTimeout(),
        leaderHeartbeatTimeout: live.getLeaderHeartbeatTimeout(),
        leaderHeartbeatCount: live.getLeaderHeartbeatCount(),
        collectTimeout: live.getCollectTimeout(),
        speedUpViewChange: live.getSpeedUpViewChange(),
      },
    }) as { ConsensusType: orderer.ConsensusType; Orderers: common.Orderers };
    expect(values.ConsensusType.getType()).toBe('BFT');
    const made = orderer.smartbft.Options.deserializeBinary(values.ConsensusType.getMetadata_asU8());
    // Fabric turns leader rotation off when the channel starts, whatever the block says.
    live.setLeaderRotation(made.getLeaderRotation());
    live.setDecisionsPerLeader(made.getDecisionsPerLeader());
    expect(made.toObject()).toEqual(live.toObject());
    expect(values.Orderers.toObject()).toEqual(mapping.toObject());
  });

  it("asks for the same quorum's signatures on a block", () => {
    const policy = group.getPoliciesMap().get('BlockValidation')!.getPolicy()!;
    const expected = common.SignaturePolicyEnvelope.deserializeBinary(policy.getValue_asU8());
    const made = common.SignaturePolicyEnvelope.deserializeBinary(quorumOfConsenters(consenters).getValue_asU8());
    expect(made.toObject()).toEqual(expected.toObject());
  });
});

describe("the ordering part of a live Raft network's first block", () => {
  it('is made again byte for byte from its settings', () => {
    const group = firstConfiguration('etcdraft');
    const type = orderer.ConsensusType.deserializeBinary(valueOf(group, 'ConsensusType'));
    const live = orderer.etcdraft.ConfigMetadata.deserializeBinary(type.getMetadata_asU8());
    const options = live.getOptions()!;
    const values = consensusValues({
      type: 'etcdraft',
      consenters: live.getConsentersList().map((consenter) => ({
        mspId: '',
        host: consenter.getHost(),
        port: consenter.getPort(),
        certificate: '',
        tlsCertificate: text(consenter.getServerTlsCert_asU8()),
      })),
      options: {
        tickInterval: options.getTickInterval(),
        electionTick: options.getElectionTick(),
        heartbeatTick: options.getHeartbeatTick(),
        maxInflightBlocks: options.getMaxInflightBlocks(),
        snapshotIntervalSize: options.getSnapshotIntervalSize(),
      },
    });
    expect(Buffer.from(values.ConsensusType.getMetadata_asU8())).toEqual(Buffer.from(type.getMetadata_asU8()));
    expect(values.ConsensusType.getType()).toBe('etcdraft');
  });
});

describe('a quorum', () => {
  it.each([
    [1, 1],
    [3, 2],
    [4, 3],
    [5, 4],
    [6, 4],
    [7, 5],
    [10, 7],
  ])('of %i orderers is %i', (orderers, quorum) => {
    expect(byzantineQuorum(orderers)).toBe(quorum);
  });
});
