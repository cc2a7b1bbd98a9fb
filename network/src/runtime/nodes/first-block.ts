import { existsSync, readFileSync } from 'node:fs';
import { type Consensus, type Consenter, createGenesisBlock, type GenesisOrganisation } from '@rxledger/devnet/channel';
import { writePrivate } from '../../identity/private-file';
import { CHANNEL_ACCESS } from '../../topology/channel-access';
import { type Consortium, type Member, orderingMembers } from '../../topology/consortium';
import { nodeOf } from '../node';
import type { NodeIdentity } from './identity-files';
import type { NodeLayout } from './node-layout';
import { BATCH_BYTES, RAFT, smartBft } from './ordering-settings';

/** What a channel's first block says of a member. */
export interface FoundingMember {
  readonly member: Member;
  /** PEM; of its CA, which issues identities and TLS certificates. */
  readonly authorities: readonly string[];
  /** Absent where the member orders nothing. */
  readonly orderer: NodeIdentity | undefined;
}

const consenters = (members: readonly FoundingMember[], layout: NodeLayout): readonly Consenter[] =>
  members.flatMap(({ member, orderer }) =>
    orderer
      ? [
          {
            mspId: member.mspId,
            host: layout.host(nodeOf('orderer', member.name)),
            port: member.ports.orderer,
            certificate: orderer.signing.certificate,
            tlsCertificate: orderer.tls.certificate,
          },
        ]
      : [],
  );

const consensusOf = (consortium: Consortium, members: readonly FoundingMember[], layout: NodeLayout): Consensus =>
  consortium.ordering.profile === 'bft4'
    ? { type: 'BFT', consenters: consenters(members, layout), options: smartBft(consortium) }
    : { type: 'etcdraft', consenters: consenters(members, layout), options: RAFT };

/** Fabric 2.5 knows neither channels of version 3 nor, with them, SmartBFT. */
const capabilityOf = ({ fabricVersion }: Consortium): 'V2_0' | 'V3_0' =>
  fabricVersion.startsWith('2.') ? 'V2_0' : 'V3_0';

const organisationOf =
  (layout: NodeLayout) =>
  ({ member, authorities, orderer }: FoundingMember): GenesisOrganisation => ({
    mspId: member.mspId,
    caCertificates: authorities,
    tlsCaCertificates: authorities,
    anchorPeers: [{ host: layout.host(nodeOf('peer', member.name)), port: member.ports.peer }],
    ordererEndpoints: orderer ? [`${layout.host(nodeOf('orderer', member.name))}:${member.ports.orderer}`] : [],
  });

/** Makes a channel's first block once, and gives back the same ever after: a node that joins later must join with it. */
export const firstBlock = (
  path: string,
  consortium: Consortium,
  members: readonly FoundingMember[],
  layout: NodeLayout,
): Uint8Array => {
  if (existsSync(path)) return readFileSync(path);
  const { batch } = consortium.ordering;
  const block = createGenesisBlock({
    channel: consortium.channel,
    organisations: members.map(organisationOf(layout)),
    consensus: consensusOf(consortium, members, layout),
    capability: capabilityOf(consortium),
    access: CHANNEL_ACCESS,
    batch: {
      timeout: `${batch.timeoutMilliseconds}ms`,
      maxMessageCount: batch.maxMessages,
      preferredMaxBytes: BATCH_BYTES.preferred,
      absoluteMaxBytes: BATCH_BYTES.most,
    },
  }).serializeBinary();
  writePrivate(path, block);
  return block;
};

/** Names of the members that order. */
export const orderingNames = (consortium: Consortium): ReadonlySet<string> =>
  new Set(orderingMembers(consortium).map(({ name }) => name));
