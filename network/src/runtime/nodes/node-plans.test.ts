import { resolve } from 'node:path';
import { parse } from 'yaml';
import { readConsortium } from '../../topology/read-consortium';
import { nodesOf } from '../node';
import { authorityPlan } from './authority-plan';
import { orderersAndPeer } from './member-nodes';
import type { NodeLayout } from './node-layout';

const consortium = readConsortium(resolve(__dirname, '../../../../test-network-config/consortium.yaml'));

const layout: NodeLayout = {
  configuration: ({ name }) => `/configuration/${name}`,
  data: ({ name }) => `/data/${name}`,
  chaincodeBuilder: '/builder',
  host: ({ name }) => `${name}.inside`,
  chaincodeHost: ({ name }) => `chaincode.${name}.inside`,
  listenAddress: '127.0.0.1',
};

const line = { chaincode_address: 'a:1', chaincode_certificate: 'C', peer_key: 'K', peer_certificate: 'P' };

const plans = consortium.members.flatMap((member) => [
  authorityPlan(member, { id: 'ca-admin', secret: 'Correct-Horse' }, layout),
  ...orderersAndPeer(member, consortium, line, layout),
]);

const settingsOf = (name: string) => {
  const plan = plans.find(({ node }) => node.name === name)!;
  return parse(Object.values(plan.files)[0]!) as Record<string, never>;
};

/** Every text in a tree. */
const textsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsOf)
      : [];

describe('the plans of nodes', () => {
  it('are one for every node of the consortium', () => {
    expect(plans.map(({ node }) => node.name).sort()).toEqual(
      nodesOf(consortium)
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('hold every orderer against the others', () => {
    const orderers = plans.filter(({ node }) => node.kind === 'orderer');
    for (const { readiness, progress } of orderers) {
      const own = 'url' in readiness ? readiness.url.replace('healthz', 'metrics') : undefined;
      expect(progress).toMatchObject({ url: own });
      expect(new Set([progress!.url, ...progress!.others]).size).toBe(orderers.length);
    }
    expect(plans.filter(({ progress }) => progress !== undefined)).toEqual(orderers);
  });

  it('give every node ports of its own', () => {
    const ports = plans.flatMap((plan) => plan.ports);
    expect(new Set(ports).size).toBe(ports.length);
    expect(ports).toHaveLength(4 * 8);
  });

  it('listen nowhere but on the address of the layout', () => {
    for (const { files } of plans) {
      const texts = textsOf(parse(Object.values(files)[0]!));
      expect(texts.filter((text) => /0\.0\.0\.0/.test(text))).toEqual([]);
    }
  });

  it("name other nodes by the layout's hosts, and paths by its folders", () => {
    expect(settingsOf('peer.hospital')).toMatchObject({
      peer: {
        address: 'peer.hospital.inside:17151',
        gossip: { externalEndpoint: 'peer.hospital.inside:17151' },
        fileSystemPath: '/data/peer.hospital',
        mspConfigPath: '/configuration/peer.hospital/msp',
        localMspId: 'HospitalMSP',
      },
      chaincode: { externalBuilders: [{ path: '/builder' }] },
    });
  });

  it('never let a peer send keep-alive messages to chaincode', () => {
    expect(settingsOf('peer.centre')).toMatchObject({ chaincode: { keepalive: 0 } });
  });

  it('open the participation API of an orderer to one certificate alone', () => {
    expect(settingsOf('orderer.centre')).toMatchObject({
      Admin: {
        TLS: {
          ClientAuthRequired: true,
          ClientRootCAs: ['/configuration/orderer.centre/operator/certificate.pem'],
        },
      },
    });
  });

  it('keep the secret of a CA out of its command line, which everybody on the machine can read', () => {
    const authority = plans.find(({ node }) => node.name === 'ca.hospital')!;
    expect(JSON.stringify(authority.files)).toContain('Correct-Horse');
    expect(JSON.stringify(authority.arguments)).not.toContain('Correct-Horse');
  });
});

describe('the nodes of a consortium', () => {
  it.each([
    ['bft4', 4],
    ['raft3', 3],
    ['raft1', 1],
  ] as const)('have with %s %i orderers', (profile, orderers) => {
    const changed = { ...consortium, ordering: { ...consortium.ordering, profile } };
    expect(nodesOf(changed).filter(({ kind }) => kind === 'orderer')).toHaveLength(orderers);
  });
});
