import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server of its own for a test. */
export interface TestPostgresql {
  readonly port: number;
  readonly password: string;
  stop(): Promise<void>;
}

/** Where Debian and others keep the programs, beside the search path. */
const FOLDERS = ['/usr/lib/postgresql', '/usr/local/pgsql'];

const folders = (): string[] => [
  ...(process.env['PATH'] ?? '').split(':'),
  ...FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) => [
    join(folder, 'bin'),
    ...readdirSync(folder).map((version) => join(folder, version, 'bin')),
  ]),
];

/** Folder of PostgreSQL's programs on this machine; undefined where it is not installed. */
export const postgresqlPrograms = (): string | undefined =>
  folders().find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));

/** Starts an empty database, `postgres`, whose user `steward` has a password, on 127.0.0.1. */
export async function startPostgresql(programs: string): Promise<TestPostgresql> {
  const folder = mkdtempSync(join(tmpdir(), 'rx-postgresql-'));
  const password = randomBytes(12).toString('hex');
  // PostgreSQL will not be run by root.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  writeFileSync(join(folder, 'password'), password);
  chmodSync(folder, 0o755);
  if (user.uid !== undefined)
    for (const path of [folder, join(folder, 'password')]) chownSync(path, user.uid, user.gid);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(programs, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'steward',
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--no-locale',
      '--no-sync',
      '--pwfile',
      join(folder, 'password'),
    ],
    { ...user, encoding: 'utf8', cwd: folder },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    'shared_buffers=16MB',
  ];
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...user, stdio: ['ignore', 'ignore', 'pipe'], cwd: folder },
  );
  const ended = once(server, 'close');
  await new Promise<void>((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
    void ended.then(() => {
      reject(new Error(`PostgreSQL ended: ${said}`));
    });
  });
  return {
    port,
    password,
    async stop() {
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
