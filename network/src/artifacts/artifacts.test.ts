import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NetworkDirectory } from '../directory/network-directory';
import type { MemberAccess } from '../runtime/runtime';
import { readConsortium } from '../topology/read-consortium';
import { chaincodeProcess, servicePlan } from './service-plan';
import { writeArtifacts } from './write-artifacts';

const consortium = readConsortium(resolve(__dirname, '../../../test-network-config/consortium.yaml'));
const root = mkdtempSync(join(tmpdir(), 'rxnet-artifacts-'));
const directory = new NetworkDirectory(root);

const access = (name: string): MemberAccess => {
  const { mspId, ports } = consortium.members.find((member) => member.name === name)!;
  const tlsAuthorities = [`PEM of ${name}`];
  return {
    name,
    mspId,
    peer: { host: 'localhost', port: ports.peer, tlsAuthorities },
    orderer: { host: 'localhost', port: ports.orderer, tlsAuthorities },
    authority: {
      url: `https://localhost:${ports.ca}`,
      name: `ca-${name}`,
      tlsAuthorities,
      registrar: { id: 'ca-admin', secret: 'hidden-word' },
    },
  };
};

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, never>;

beforeAll(() =>
  writeArtifacts(
    consortium,
    consortium.members.map(({ name }) => access(name)),
    directory,
  ),
);
afterAll(() => rmSync(root, { recursive: true }));

describe("a member's connection profile", () => {
  it('names all peers and orderers with the certificates of their own members, and its own CA alone', () => {
    const profile = json(directory.member('centre').connectionProfile) as unknown as {
      client: { organization: string };
      organizations: Record<string, { mspid: string; peers: string[]; certificateAuthorities?: string[] }>;
      peers: Record<string, { url: string; tlsCACerts: { pem: string } }>;
      orderers: Record<string, { url: string }>;
      certificateAuthorities: Record<string, { url: string; caName: string }>;
    };
    expect(profile.client.organization).toBe('CentreMSP');
    expect(profile.peers['peer.pharmacy']).toMatchObject({
      url: 'grpcs://localhost:17351',
      tlsCACerts: { pem: 'PEM of pharmacy' },
    });
    expect(Object.keys(profile.orderers)).toHaveLength(4);
    expect(profile.organizations['HospitalMSP']).toEqual({ mspid: 'HospitalMSP', peers: ['peer.hospital'] });
    expect(profile.certificateAuthorities).toEqual({
      'ca.centre': expect.objectContaining({ url: 'https://localhost:17254', caName: 'ca-centre' }) as unknown,
    });
  });

  it('holds no secret of an authority', () => {
    expect(readFileSync(directory.member('centre').connectionProfile, 'utf8')).not.toContain('hidden-word');
  });
});

describe("a member's gateway configuration", () => {
  it('points to the files and addresses of this network', () => {
    const files = directory.member('hospital');
    expect(json(files.gateway.configuration)).toMatchObject({
      organisation: { mspId: 'HospitalMSP', kind: 'hospital', name: 'Hospital' },
      http: { host: '127.0.0.1', port: 17180 },
      ledger: { channel: 'rx', chaincode: 'rx', connectionProfile: files.gateway.connectionProfile },
      identities: { importWallet: files.wallet, passwordFile: files.gateway.password },
      service: { identity: 'gateway', custodian: 'custodian-1', steward: 'steward-1' },
      ca: { registrar: 'registrar-1' },
      auth: { issuer: 'http://127.0.0.1:17080', audience: 'rxledger' },
    });
  });

  it('keeps its password when it is written again', () => {
    const path = directory.member('hospital').gateway.password;
    const before = readFileSync(path, 'utf8');
    writeArtifacts(
      consortium,
      consortium.members.map(({ name }) => access(name)),
      directory,
    );
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(before.trim().length).toBeGreaterThan(30);
  });
});

describe('all files', () => {
  it('are readable for their owner alone', () => {
    const { password, configuration } = directory.member('hospital').gateway;
    for (const path of [password, configuration, directory.environment, directory.issuer.configuration]) {
      expect(statSync(path).mode & 0o077).toBe(0);
    }
  });
});

describe('the service plan', () => {
  it('runs one gateway a member and one issuer, each with its own configuration', () => {
    const plan = servicePlan(consortium, directory);
    expect(plan.map(({ name }) => name)).toEqual([
      'issuer',
      'gateway.hospital',
      'gateway.centre',
      'gateway.pharmacy',
      'gateway.third-party',
    ]);
    expect(plan[2]!.arguments).toContain(directory.member('centre').gateway.configuration);
    expect(plan[2]!.readiness).toEqual({ by: 'http', url: 'http://127.0.0.1:17280/health/ready' });
  });

  it("runs a member's chaincode at its own port with its own keys", () => {
    const spec = chaincodeProcess(consortium, consortium.members[3]!, directory, 'rx_1:abc');
    expect(spec.environment).toMatchObject({ CHAINCODE_ID: 'rx_1:abc', CHAINCODE_SERVER_ADDRESS: '127.0.0.1:17452' });
    expect(spec.environment['CHAINCODE_TLS_KEY']).toContain(join('third-party', 'chaincode'));
  });
});

describe('the environment file', () => {
  it('is read by a shell', () => {
    expect(readFileSync(directory.environment, 'utf8')).toContain("RX_THIRD_PARTY_GATEWAY='http://127.0.0.1:17480'\n");
  });
});
