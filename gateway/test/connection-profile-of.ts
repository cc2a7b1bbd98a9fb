import type { Devnet, DevnetOrganisation } from '@rxledger/devnet';
import { CHANNEL } from './live-network';

/** The common connection profile, as rxnet writes it. */
export function connectionProfileOf(devnet: Devnet, mspId: string): Record<string, unknown> {
  const node = ({ endpoint, tlsCaCertificate }: { endpoint: string; tlsCaCertificate: string | undefined }) => ({
    url: `grpcs://${endpoint}`,
    tlsCACerts: { pem: tlsCaCertificate },
    grpcOptions: { 'ssl-target-name-override': endpoint.split(':')[0]! },
  });
  const { organisations } = devnet;
  const own = organisations.find((organisation) => organisation.mspId === mspId)!;
  const table = <T>(prefix: string, make: (organisation: DevnetOrganisation) => T): Record<string, T> =>
    Object.fromEntries(organisations.map((each) => [`${prefix}.${each.name}`, make(each)]));
  return {
    name: own.name,
    version: '1.0.0',
    client: { organization: mspId },
    channels: {
      [CHANNEL]: {
        orderers: organisations.map(({ name }) => `orderer.${name}`),
        peers: table('peer', () => ({
          endorsingPeer: true,
          chaincodeQuery: true,
          ledgerQuery: true,
          eventSource: true,
        })),
      },
    },
    organizations: Object.fromEntries(
      organisations.map((each) => [each.mspId, { mspid: each.mspId, peers: [`peer.${each.name}`] }]),
    ),
    orderers: table('orderer', ({ orderer }) => node(orderer)),
    peers: table('peer', (each) => node(each.peer)),
    certificateAuthorities: {
      [`ca.${own.name}`]: { url: own.ca.url, caName: own.ca.name, tlsCACerts: { pem: [own.ca.tlsCaCertificate] } },
    },
  };
}
