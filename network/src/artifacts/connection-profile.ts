import type { Endpoint } from '../fabric/endpoint';
import { hasOrderer, type MemberAccess } from '../runtime/runtime';
import type { Consortium } from '../topology/consortium';

const grpcs = ({ host, port }: Endpoint): string => `grpcs://${host}:${port}`;

const node = (endpoint: Endpoint) => ({
  url: grpcs(endpoint),
  tlsCACerts: { pem: endpoint.tlsAuthorities.join('\n') },
  grpcOptions: { 'ssl-target-name-override': endpoint.host, hostnameOverride: endpoint.host },
});

const peerName = (name: string): string => `peer.${name}`;
const ordererName = (name: string): string => `orderer.${name}`;
const authorityName = (name: string): string => `ca.${name}`;

const table = <M extends MemberAccess, T>(
  members: readonly M[],
  key: (name: string) => string,
  value: (member: M) => T,
) => Object.fromEntries(members.map((member) => [key(member.name), value(member)]));

/**
 * A member's connection profile in the common format of Fabric's tools, certificates included: every member's peers and
 * orderers, and its own certificate authority.
 */
export const connectionProfile = (consortium: Consortium, members: readonly MemberAccess[], own: MemberAccess) => {
  const ordering = members.filter(hasOrderer);
  return {
    name: `${consortium.name}-${own.name}`,
    version: '1.0.0',
    client: {
      organization: own.mspId,
      connection: { timeout: { peer: { endorser: '60' }, orderer: '30' } },
    },
    channels: {
      [consortium.channel]: {
        orderers: ordering.map(({ name }) => ordererName(name)),
        peers: table(members, peerName, () => ({
          endorsingPeer: true,
          chaincodeQuery: true,
          ledgerQuery: true,
          eventSource: true,
        })),
      },
    },
    organizations: Object.fromEntries(
      members.map(({ name, mspId }) => [
        mspId,
        {
          mspid: mspId,
          peers: [peerName(name)],
          ...(mspId === own.mspId && { certificateAuthorities: [authorityName(name)] }),
        },
      ]),
    ),
    orderers: table(ordering, ordererName, ({ orderer }) => node(orderer)),
    peers: table(members, peerName, ({ peer }) => node(peer)),
    certificateAuthorities: {
      [authorityName(own.name)]: {
        url: own.authority.url,
        caName: own.authority.name,
        tlsCACerts: { pem: own.authority.tlsAuthorities },
        httpOptions: { verify: true },
      },
    },
  };
};
