import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Wallets } from 'fabric-network';
import { ChannelClient } from '../src/fabric/channel-client';
import { signerOf } from '../src/fabric/signer';
import { Wallet } from '../src/identity/wallet';
import type { FailureReport } from '../src/commands/outcome';
import type { NetworkStatus } from '../src/operation/status';
import type { Finding } from '../src/operation/doctor';
import type { UpOutcome } from '../src/operation/bring-up';
import { portOffset } from './port-offset';
import { firstLines, processesOf, rxnet, rxnetJson } from './rxnet';

jest.setTimeout(300_000);

const parent = mkdtempSync(join(tmpdir(), 'rxnet-int-'));
const directory = join(parent, 'network');
const here = ['--directory', directory];
const offset = portOffset();

const status = () => rxnetJson<NetworkStatus & { ok: boolean }>('status', ...here);
const pids = ({ processes }: NetworkStatus) => processes.map(({ name, pid }) => `${name} ${pid}`).sort();
const wallet = (member: string) => new Wallet(join(directory, 'organisations', member, 'wallet'));

/** Asks the chaincode what contracts it has, through a member's connection profile and as one of its people. */
const askContracts = async (member: string, person: string): Promise<readonly string[]> => {
  const profile = JSON.parse(
    readFileSync(join(directory, 'organisations', member, 'connection-profile.json'), 'utf8'),
  ) as { peers: Record<string, { url: string; tlsCACerts: { pem: string } }> };
  const { url, tlsCACerts } = profile.peers[`peer.${member}`]!;
  const { hostname, port } = new URL(url.replace('grpcs:', 'https:'));
  const signer = signerOf(wallet(member).get(person)!);
  const client = new ChannelClient(
    { host: hostname, port: Number(port), tlsAuthorities: [tlsCACerts.pem] },
    signer,
    'rx',
  );
  try {
    const answer = await client.contract('rx').evaluateTransaction('org.hyperledger.fabric:GetMetadata');
    return Object.keys((JSON.parse(Buffer.from(answer).toString('utf8')) as { contracts: object }).contracts);
  } finally {
    client.close();
  }
};

afterAll(async () => {
  await rxnet('down', '--purge', ...here);
  rmSync(parent, { recursive: true, force: true });
});

describe('rxnet, as an operator types it', () => {
  let first: NetworkStatus;

  it('status before the first up says that there is no network, and makes no file', async () => {
    expect(await status()).toMatchObject({ ok: true, state: 'absent' });
    expect(existsSync(directory)).toBe(false);
  });

  it('doctor finds nothing wrong with a machine that has Node and the build', async () => {
    const { findings } = await rxnetJson<{ findings: Finding[] }>('doctor', ...here);
    expect(findings.filter(({ verdict, subject }) => verdict === 'fault' && subject !== 'ports')).toEqual([]);
  });

  it('up brings the network up, tells each step, and says what a devnet does not give', async () => {
    const { code, stdout, stderr } = await rxnet('up', '--port-offset', offset, ...here);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    for (const step of ['Start nodes', 'Enrol people', 'Deploy chaincode', 'Found the ledger', 'Start services']) {
      expect(stdout).toMatch(new RegExp(`^ok +${step}`, 'm'));
    }
    expect(stdout).toContain('no trust between them');
  });

  it('status shows four members at one height, the chaincode in force, and every process ready', async () => {
    first = await status();
    expect(first).toMatchObject({ state: 'running', chaincode: { name: 'rx', sequence: 1 } });
    expect(new Set(first.members.map(({ height }) => height)).size).toBe(1);
    expect(first.members[0]!.height).toBeGreaterThanOrEqual(4);
    expect(first.processes).toHaveLength(1 + 4 + 1 + 4);
    expect(first.processes.filter(({ phase }) => phase !== 'ready')).toEqual([]);
    expect(first.notice).toContain('no trust');
  });

  it('leaves identities that other Fabric tools read, with their role in the certificate', async () => {
    const standard = await Wallets.newFileSystemWallet(join(directory, 'organisations', 'centre', 'wallet'));
    const reviewer = (await standard.get('reviewer-1')) as unknown as {
      mspId: string;
      credentials: { certificate: string };
    };
    expect(reviewer.mspId).toBe('CentreMSP');
    const { raw, subject } = new X509Certificate(reviewer.credentials.certificate);
    expect(subject).toContain('OU=client');
    expect(raw.toString('latin1')).toContain('"rx.role":"reviewer"');
  });

  it('people of every member can ask the chaincode', async () => {
    await expect(askContracts('hospital', 'physician-1')).resolves.toContain('misbc');
    await expect(askContracts('pharmacy', 'dispenser-2')).resolves.toContain('misbc');
    await expect(askContracts('third-party', 'courier-1')).resolves.toContain('misbc');
  });

  it('a second up changes nothing', async () => {
    const outcome = await rxnetJson<UpOutcome & { ok: boolean }>('up', ...here);
    expect(outcome).toMatchObject({
      ok: true,
      enrolled: 0,
      deployment: { sequence: 1, installed: [], approved: [], isCommitted: false },
    });
    const second = await status();
    expect(pids(second)).toEqual(pids(first));
    expect(second.members.map(({ height }) => height)).toEqual(first.members.map(({ height }) => height));
  });

  it('an option that does not belong to this network is told before anything is changed', async () => {
    const { error } = await rxnetJson<{ error: FailureReport }>('up', '--port-offset', '1', ...here);
    expect(error).toMatchObject({ code: 'other-setting' });
    expect(pids(await status())).toEqual(pids(first));
  });

  it('a second network on the same ports is refused with the port and its place in the file, and leaves nothing', async () => {
    const other = join(parent, 'other');
    const { error } = await rxnetJson<{ error: FailureReport }>('up', '--port-offset', offset, '--directory', other);
    expect(error.code).toBe('port-taken');
    expect(error.reason).toContain(`${17151 + Number(offset)} (ports.hospital.peer in `);
    expect(processesOf(other)).toEqual([]);
    expect(existsSync(other) ? readdirSync(other) : []).toEqual([]);
  });

  it('a chaincode process that is killed comes back by itself', async () => {
    const chaincode = (found: NetworkStatus) => found.processes.find(({ name }) => name === 'chaincode.hospital')!;
    process.kill(chaincode(first).pid!, 'SIGKILL');
    let found = await status();
    while (chaincode(found).restarts === 0 || chaincode(found).phase !== 'ready') found = await status();
    expect(chaincode(found)).toMatchObject({ restarts: 1, lastEnd: 'signal SIGKILL' });
    await expect(askContracts('hospital', 'clerk-1')).resolves.toContain('misbc');
  });

  it("one member's nodes can be stopped and started, and the others go on", async () => {
    await rxnet('stop', 'pharmacy', ...here);
    const stopped = await status();
    expect(stopped.members.map(({ height }) => height === undefined)).toEqual([false, false, true, false]);
    await expect(askContracts('centre', 'reviewer-1')).resolves.toContain('misbc');
    await rxnet('start', 'PharmacyMSP', ...here);
    expect((await status()).members[2]!.height).toBe(first.members[2]!.height);
  });

  it('logs shows what a process said, and knows its members by name', async () => {
    const { stdout } = await rxnet('logs', 'devnet', ...here);
    expect(stdout).toContain('"message"');
    const { error } = await rxnetJson<{ error: FailureReport }>('logs', 'nobody', ...here);
    expect(error).toMatchObject({ code: 'no-log' });
    expect(error.remedy).toContain('chaincode.hospital');
  });

  it('deploy restarts the chaincode and, with nothing changed, keeps the sequence', async () => {
    const before = await status();
    expect(await rxnetJson('deploy', ...here)).toMatchObject({ ok: true, sequence: 1, isCommitted: false });
    const chaincodes = (found: NetworkStatus) => pids(found).filter((line) => line.startsWith('chaincode'));
    const after = chaincodes(await status());
    expect(after.filter((line) => chaincodes(before).includes(line))).toEqual([]);
  });

  it('tells what a command would do, and does nothing, where it is asked to', async () => {
    const before = pids(await status());
    expect(await rxnetJson('deploy', '--dry-run', ...here)).toMatchObject({
      isDryRun: true,
      sequence: 1,
      approved: [],
    });
    expect(await rxnetJson('stop', 'pharmacy', '--dry-run', ...here)).toMatchObject({ isDryRun: true });
    expect(await rxnetJson('revoke', 'centre:reviewer-2', '--dry-run', ...here)).toMatchObject({
      isDryRun: true,
      actor: 'CentreMSP:reviewer-2',
    });
    expect(await rxnetJson('rotate', 'centre:reviewer-2', '--dry-run', ...here)).toMatchObject({ isDryRun: true });
    expect(await rxnetJson('backup', join(parent, 'b.tar.gz'), '--dry-run', ...here)).toMatchObject({ isDryRun: true });
    expect(existsSync(join(parent, 'b.tar.gz'))).toBe(false);
    expect(pids(await status())).toEqual(before);
    await expect(askContracts('centre', 'reviewer-2')).resolves.toContain('misbc');
  });

  it('gives a person a new key and certificate, which the former one does not hinder', async () => {
    const former = wallet('pharmacy').get('dispenser-1')!;
    const rotation = await rxnetJson<{ ok: boolean; validUntil: string }>('rotate', 'pharmacy:dispenser-1', ...here);
    expect(rotation).toMatchObject({ ok: true, of: 'PharmacyMSP:dispenser-1' });
    const renewed = wallet('pharmacy').get('dispenser-1')!;
    expect(renewed.privateKey).not.toBe(former.privateKey);
    expect(new X509Certificate(renewed.certificate).raw.toString('latin1')).toContain('"rx.role":"dispenser"');
    await expect(askContracts('pharmacy', 'dispenser-1')).resolves.toContain('misbc');
  });

  it.each([
    ['rotate', 'nobody:x', 'no-such-member'],
    ['rotate', 'centre:nobody', 'no-such-person'],
    ['rotate', 'peer.centre', 'no-renewal'],
    ['replace', 'peer.centre', 'one-ledger'],
    ['replace', 'peer.nobody', 'no-such-node'],
  ])('%s %s is refused clearly', async (command, of, code) => {
    const { error } = await rxnetJson<{ error: FailureReport }>(command, of, ...here);
    expect(error).toMatchObject({ code });
    expect(error.remedy).toBeTruthy();
  });

  it('status --watch says it again and again', async () => {
    const lines = await firstLines(2, 'status', '--watch', '--json', ...here);
    expect(lines.map((line) => (JSON.parse(line) as NetworkStatus).state)).toEqual(['running', 'running']);
  });

  it('a revoked person is refused by every peer, and enrolled no more', async () => {
    const identity = wallet('centre').get('reviewer-2')!;
    await expect(askContracts('centre', 'reviewer-2')).resolves.toContain('misbc');
    expect(await rxnetJson('revoke', 'centre:reviewer-2', ...here)).toMatchObject({
      ok: true,
      actor: 'CentreMSP:reviewer-2',
    });
    wallet('centre').put('reviewer-2', identity);
    await expect(askContracts('centre', 'reviewer-2')).rejects.toThrow(/access denied|evaluate call/);
    await expect(askContracts('centre', 'reviewer-1')).resolves.toContain('misbc');
    rmSync(join(wallet('centre').folder, 'reviewer-2.id'));
    await rxnet('enrol', ...here);
    expect(wallet('centre').get('reviewer-2')).toBeUndefined();
  });

  it('down leaves no process, and up comes back with the same ledger and the same identities', async () => {
    const before = await status();
    const certificate = wallet('hospital').get('physician-1')!.certificate;
    expect((await rxnet('down', ...here)).code).toBe(0);
    expect(processesOf(directory)).toEqual([]);
    expect(await status()).toMatchObject({ state: 'stopped', processes: [] });
    expect((await rxnet('up', ...here)).code).toBe(0);
    expect((await status()).members.map(({ height }) => height)).toEqual(before.members.map(({ height }) => height));
    expect(wallet('hospital').get('physician-1')!.certificate).toBe(certificate);
    await expect(askContracts('hospital', 'physician-1')).resolves.toContain('misbc');
  });

  it('up comes back after the supervisor and the nodes were killed', async () => {
    const before = await status();
    const { pid } = JSON.parse(readFileSync(join(directory, 'supervisor', 'address.json'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    process.kill(before.processes.find(({ name }) => name === 'devnet')!.pid!, 'SIGKILL');
    expect((await status()).state).toBe('crashed');
    const { code, stdout } = await rxnet('up', ...here);
    expect(stdout).toContain('Clean up after a crash');
    expect(code).toBe(0);
    expect((await status()).members.map(({ height }) => height)).toEqual(before.members.map(({ height }) => height));
    await expect(askContracts('hospital', 'physician-1')).resolves.toContain('misbc');
  });

  it('down --purge leaves no process and no file', async () => {
    expect((await rxnet('down', '--purge', ...here)).code).toBe(0);
    expect(processesOf(directory)).toEqual([]);
    expect(existsSync(directory)).toBe(false);
  });

  it('down where there is nothing says so and does no harm', async () => {
    const { code, stdout } = await rxnet('down', ...here);
    expect(code).toBe(0);
    expect(stdout).toContain('There is no network here.');
  });
});
