import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { createSelfSigned } from '../../identity/self-signed';
import { type Consortium, type OrderingProfile, orderingMembers } from '../../topology/consortium';
import { readConsortium } from '../../topology/read-consortium';
import { firstBlock, type FoundingMember } from './first-block';
import type { NodeLayout } from './node-layout';

const shipped = readConsortium(resolve(__dirname, '../../../../test-network-config/consortium.yaml'));
const layout = { host: ({ name }: { name: string }) => `${name}.inside` } as unknown as NodeLayout;

const wallet = (mspId: string) => ({ mspId, ...createSelfSigned('node', [], 1) });

const foundersOf = (consortium: Consortium): readonly FoundingMember[] =>
  consortium.members.map((member) => {
    const authorities = [createSelfSigned(`ca.${member.domain}`, [], 1).certificate];
    const identity = { signing: wallet(member.mspId), tls: wallet(member.mspId), authorities };
    return { member, authorities, orderer: orderingMembers(consortium).includes(member) ? identity : undefined };
  });

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rx-block-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const make = (profile: OrderingProfile, fabricVersion = '3.1.5') => {
  const consortium = { ...shipped, fabricVersion, ordering: { ...shipped.ordering, profile } };
  return firstBlock(join(folder, 'block.pb'), consortium, foundersOf(consortium), layout);
};

const channelGroup = (block: Uint8Array): common.ConfigGroup => {
  const [envelope] = common.Block.deserializeBinary(block).getData()!.getDataList_asU8();
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope!).getPayload_asU8());
  return common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()!.getChannelGroup()!;
};

const names = (map: { toArray(): unknown }): string[] =>
  (map.toArray() as [name: string, value: unknown][]).map(([name]) => name).sort();

const capabilities = (group: common.ConfigGroup): string[] =>
  names(
    common.Capabilities.deserializeBinary(
      group.getValuesMap().get('Capabilities')!.getValue_asU8(),
    ).getCapabilitiesMap(),
  );

const organisations = (block: Uint8Array, part: string): string[] =>
  names(channelGroup(block).getGroupsMap().get(part)!.getGroupsMap());

describe("a channel's first block", () => {
  const all = ['CentreMSP', 'HospitalMSP', 'PharmacyMSP', 'ThirdPartyMSP'];

  it.each([
    ['bft4', all],
    ['raft3', ['CentreMSP', 'HospitalMSP', 'PharmacyMSP']],
    ['raft1', ['HospitalMSP']],
  ] as const)(
    'has with %s the members that order in its orderer group, and all in the application',
    (profile, ordering) => {
      const block = make(profile);
      expect(organisations(block, 'Orderer')).toEqual(ordering);
      expect(organisations(block, 'Application')).toEqual(all);
    },
  );

  it('is made once: whoever joins later joins with the same', () => {
    expect(Buffer.from(make('bft4'))).toEqual(Buffer.from(make('raft1')));
  });

  it('asks for what Fabric 2.5 can do where the members run that', () => {
    expect(capabilities(channelGroup(make('raft3', '2.5.16')))).toEqual(['V2_0']);
  });

  it('asks for what Fabric 3 can do otherwise', () => {
    expect(capabilities(channelGroup(make('raft3')))).toEqual(['V3_0']);
  });
});
