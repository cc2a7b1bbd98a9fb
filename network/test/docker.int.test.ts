import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FailureReport } from '../src/commands/outcome';
import type { NetworkStatus } from '../src/operation/status';
import { imageOf, imageSettings, IMAGE_ROLES } from '../src/runtime/docker/images';
import { LABELS, projectName } from '../src/runtime/docker/project';
import { consortium } from './compose-containers';
import { portOffset } from './port-offset';
import { rxnet, rxnetJson } from './rxnet';

jest.setTimeout(900_000);

const docker = (...args: string[]) => spawnSync('docker', args, { encoding: 'utf8' });

/** Why these tests cannot run here; undefined where they can. */
const lacking = (): string | undefined => {
  if (docker('version', '--format', '{{.Server.Version}}').status !== 0) return 'no Docker engine answers';
  const official = IMAGE_ROLES.map((role) => imageOf(role, consortium.fabricVersion, imageSettings(consortium.docker)));
  const own = Object.values(consortium.docker!.build).map((built) => built!.image);
  const missing = [...official, ...own].filter((image) => docker('image', 'inspect', image).status !== 0);
  return missing.length > 0 ? `the engine does not have ${missing.join(', ')}` : undefined;
};

const reason = lacking();

if (reason) {
  console.warn(`SKIPPED: rxnet on Docker: ${reason}`);
  // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect
  it.skip(`rxnet on Docker: ${reason}`, () => undefined);
} else {
  describe('rxnet on Docker, as an operator types it', () => {
    const parent = mkdtempSync(join(tmpdir(), 'rxnet-docker-'));
    const directory = join(parent, 'network');
    const here = ['--directory', directory];
    const offset = portOffset();
    const project = projectName(consortium.name, directory);
    const ours = (...list: string[]): readonly string[] =>
      docker(...list, '--filter', `label=${LABELS.directory}=${directory}`)
        .stdout.split('\n')
        .filter((line) => line !== '');
    const status = () => rxnetJson<NetworkStatus & { ok: boolean }>('status', ...here);
    const ids = () => [...ours('ps', '--quiet', '--no-trunc')].sort();

    afterAll(async () => {
      await rxnet('down', '--purge', ...here);
      docker('rm', '--force', `${project}_squatter`);
      rmSync(parent, { recursive: true, force: true });
    });

    it("is told of somebody else's container with our name before anything is changed", async () => {
      docker('create', '--name', `${project}_squatter`, imageOf('peer', consortium.fabricVersion, {}));
      const { error } = await rxnetJson<{ error: FailureReport }>('up', '--runtime', 'docker', ...here);
      expect(error.code).toBe('foreign-containers');
      expect(error.reason).toContain(`container ${project}_squatter (not made by rxnet)`);
      expect(existsSync(join(directory, 'network.json'))).toBe(false);
      docker('rm', '--force', `${project}_squatter`);
    });

    it('up brings every process up, healthy, with the chaincode in force', async () => {
      const { code, stderr } = await rxnet('up', '--runtime', 'docker', '--port-offset', offset, ...here);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const found = await status();
      expect(found).toMatchObject({ state: 'running', runtime: 'docker', chaincode: { name: 'rx', sequence: 1 } });
      expect(found.processes).toHaveLength(4 * 5 + 1);
      expect(found.processes.filter(({ phase }) => phase !== 'ready')).toEqual([]);
      expect(new Set(found.members.map(({ height }) => height)).size).toBe(1);
    });

    it('a second up changes no container', async () => {
      const before = ids();
      const { code } = await rxnet('up', ...here);
      expect(code).toBe(0);
      expect(ids()).toEqual(before);
    });

    it('stop takes one node away, start brings it back with its ledger', async () => {
      await rxnet('stop', 'peer.pharmacy', ...here);
      const without = await status();
      expect(without.processes.some(({ name }) => name === 'peer.pharmacy')).toBe(false);
      expect(without.members.find(({ name }) => name === 'pharmacy')!.height).toBeUndefined();
      await rxnet('start', 'peer.pharmacy', ...here);
      const again = await status();
      expect(again.members.find(({ name }) => name === 'pharmacy')!.height).toBe(again.members[0]!.height);
    });

    it('a process that dies is started anew by the engine, and status counts it', async () => {
      const [id] = ours('ps', '--quiet', '--filter', `label=${LABELS.process}=chaincode.centre`);
      const pid = docker('inspect', '--format', '{{.State.Pid}}', id!).stdout.trim();
      expect(spawnSync('kill', ['-9', pid]).status).toBe(0);
      let restarts = 0;
      for (let tries = 0; tries < 120 && restarts === 0; tries += 1) {
        await new Promise((done) => setTimeout(done, 500));
        const { processes } = await status();
        restarts = processes.find(({ name, phase }) => name === 'chaincode.centre' && phase === 'ready')?.restarts ?? 0;
      }
      expect(restarts).toBeGreaterThan(0);
    });

    it('logs tells what a process said', async () => {
      const { stdout } = await rxnet('logs', 'orderer.hospital', ...here);
      expect(stdout).toContain('orderer');
    });

    it('down removes every container and keeps the ledger; up goes on from it', async () => {
      const { height } = (await status()).members[0]!;
      await rxnet('down', ...here);
      expect(ours('ps', '--all', '--quiet')).toEqual([]);
      expect((await status()).state).toBe('stopped');
      await rxnet('up', ...here);
      expect((await status()).members[0]!.height).toBeGreaterThanOrEqual(height!);
    });

    it('down --purge leaves nothing: no container, volume, network or file', async () => {
      await rxnet('down', '--purge', ...here);
      expect([
        ours('ps', '--all', '--quiet'),
        ours('volume', 'ls', '--quiet'),
        ours('network', 'ls', '--quiet'),
      ]).toEqual([[], [], []]);
      expect(existsSync(directory)).toBe(false);
    });
  });
}
