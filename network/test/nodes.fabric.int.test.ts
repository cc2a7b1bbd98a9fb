import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FailureReport } from '../src/commands/outcome';
import { ChannelClient } from '../src/fabric/channel-client';
import { signerOf } from '../src/fabric/signer';
import { Wallet } from '../src/identity/wallet';
import type { NetworkStatus } from '../src/operation/status';
import { describeOnFabric } from './fabric-programs';
import { portOffset } from './port-offset';
import { rxnet, rxnetJson } from './rxnet';

jest.setTimeout(600_000);

const profile = process.env['PROFILE'] || 'bft4';
const offset = portOffset();

describeOnFabric(`the operator's day on Fabric's own programs, ${profile}`, () => {
  const parent = mkdtempSync(join(tmpdir(), 'rxnet-nodes-'));
  const directory = join(parent, 'network');
  const archive = join(parent, 'backup.tar.gz');
  const here = ['--directory', directory];

  const status = () => rxnetJson<NetworkStatus>('status', ...here);
  const done = async (...words: string[]): Promise<Record<string, unknown>> => {
    const said = await rxnetJson<Record<string, unknown> & { ok: boolean }>(...words, ...here);
    if (!said.ok) throw new Error(JSON.stringify(said));
    return said;
  };
  const refusal = async (...words: string[]) =>
    (await rxnetJson<{ error: FailureReport }>(...words, ...here)).error.code;
  const identity = (node: string) =>
    new X509Certificate(readFileSync(join(directory, 'nodes', node, 'configuration/msp/signcerts/certificate.pem')))
      .fingerprint256;
  const wallet = (member: string) => new Wallet(join(directory, 'organisations', member, 'wallet'));

  /** On a machine with much to do a status may be a refusal, or miss a member's answer. */
  const isOneLedger = ({ members = [] }: Partial<NetworkStatus>): boolean =>
    members[0]?.blockHash !== undefined && new Set(members.map(({ blockHash }) => blockHash)).size === 1;

  /** Whatever a change does, all peers must come to the same ledger. */
  const expectOneLedger = async (): Promise<NetworkStatus> => {
    let found = await status();
    for (let attempt = 0; attempt < 20 && !isOneLedger(found); attempt += 1) found = await status();
    expect(new Set(found.members.map(({ blockHash }) => blockHash)).size).toBe(1);
    return found;
  };

  const ask = async (member: string, signer: ReturnType<typeof signerOf>): Promise<string> => {
    const file = join(directory, 'organisations', member, 'connection-profile.json');
    const { peers } = JSON.parse(readFileSync(file, 'utf8')) as {
      peers: Record<string, { url: string; tlsCACerts: { pem: string } }>;
    };
    const { url, tlsCACerts } = peers[`peer.${member}`]!;
    const { hostname, port } = new URL(url.replace('grpcs:', 'https:'));
    const endpoint = { host: hostname, port: Number(port), tlsAuthorities: [tlsCACerts.pem] };
    const client = new ChannelClient(endpoint, signer, 'rx');
    try {
      const answer = await client.contract('rx').evaluateTransaction('org.hyperledger.fabric:GetMetadata');
      return Buffer.from(answer).toString('utf8');
    } finally {
      client.close();
    }
  };

  beforeAll(async () => {
    await done('up', '--runtime', 'native', '--profile', profile, '--port-offset', offset, '--no-services');
  });

  afterAll(async () => {
    await rxnet('down', '--purge', ...here);
    rmSync(parent, { recursive: true });
  });

  it('knows its leader, its nodes, and when the first certificate runs out', async () => {
    const found = await status();
    expect(found.leader).toMatch(/^orderer\./);
    expect(found.nodes.every(({ isUp }) => isUp)).toBe(true);
    expect(found.members.every(({ firstExpiry, expiring }) => firstExpiry && expiring.length === 0)).toBe(true);
  });

  it('a node that is stopped is named, and comes back', async () => {
    await done('stop', 'peer.pharmacy');
    const stopped = await status();
    expect(stopped.nodes.filter(({ isUp }) => !isUp).map(({ name }) => name)).toEqual(['peer.pharmacy']);
    expect(await refusal('backup', archive)).toBe('nodes-down');
    await done('start', 'peer.pharmacy');
    await expectOneLedger();
  });

  it("an orderer's new certificates are in the channel before it uses them", async () => {
    const before = identity('orderer.centre');
    await done('rotate', 'orderer.centre');
    expect(identity('orderer.centre')).not.toBe(before);
    await expectOneLedger();
  });

  it('a peer, a CA and a person get new certificates', async () => {
    const before = identity('peer.centre');
    for (const one of ['peer.centre', 'ca.centre', 'centre:reviewer-1']) await done('rotate', one);
    expect(identity('peer.centre')).not.toBe(before);
    await expect(ask('centre', signerOf(wallet('centre').get('reviewer-1')!))).resolves.toContain('misbc');
  });

  it('an orderer with an empty disk takes the ledger from the others', async () => {
    const before = identity('orderer.pharmacy');
    await done('replace', 'orderer.pharmacy');
    expect(identity('orderer.pharmacy')).toBe(before);
    expect(await refusal('replace', 'ca.hospital')).toBe('only-copy');
    await expectOneLedger();
  });

  it('a peer starts from the disk of a backup, and takes the blocks since from the orderers', async () => {
    expect(await refusal('replace', 'peer.hospital')).toBe('private-data');
    await done('backup', archive);
    await done('rotate', 'orderer.hospital');
    const { ledger } = (await done('replace', 'peer.hospital', '--from', archive)) as { ledger: { blockHash: string } };
    expect((await expectOneLedger()).members[0]!.blockHash).toBe(ledger.blockHash);
    await expect(ask('hospital', signerOf(wallet('hospital').get('clerk-1')!))).resolves.toContain('misbc');
  });

  it('a peer with an empty disk works again when all have approved the chaincode once more', async () => {
    await done('replace', 'peer.third-party', '--accept-loss');
    expect((await expectOneLedger()).chaincode).toMatchObject({ sequence: 2 });
    await expect(ask('third-party', signerOf(wallet('third-party').get('payer-1')!))).resolves.toContain('misbc');
  });

  it('a revoked person is refused as soon as the command says so', async () => {
    const person = signerOf(wallet('hospital').get('physician-2')!);
    await expect(ask('hospital', person)).resolves.toContain('misbc');
    await done('revoke', 'hospital:physician-2');
    await expect(ask('hospital', person)).rejects.toThrow();
    await expect(ask('hospital', signerOf(wallet('hospital').get('physician-1')!))).resolves.toContain('misbc');
  });
});
