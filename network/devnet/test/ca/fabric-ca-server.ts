import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { issueIdentity, createAuthority } from '../../src/ca';
import { ADMIN, type ServerUnderTest } from './server-under-test';
import { freePort } from '../support/free-port';

/** The version that the suite describes. */
export const FABRIC_CA_VERSION = '1.5.15';

const MODULE = 'github.com/hyperledger/fabric-ca';
const PROGRAM = 'fabric-ca-server';

/**
 * The real server: in the folder FABRIC_BIN, on the PATH, or built once from its Go module where Go and a C compiler are
 * present. Nothing, and why, where none of these is there.
 */
export function findFabricCaServer(): { program: string } | { missing: string } {
  const folders = [process.env['FABRIC_BIN'] ?? '', ...(process.env['PATH'] ?? '').split(delimiter), cacheFolder()];
  for (const folder of folders.filter((each) => each !== '')) {
    const program = join(folder, PROGRAM);
    if (isExecutable(program)) return { program };
  }
  try {
    return { program: build() };
  } catch (error) {
    return { missing: `no ${PROGRAM} in FABRIC_BIN or on the PATH, and it cannot be built: ${firstLine(error)}` };
  }
}

/** Starts the real server in a folder of its own, with one administrator, no affiliations and removal allowed. */
export async function startFabricCaServer(program: string): Promise<ServerUnderTest> {
  const home = await mkdtemp(join(tmpdir(), 'fabric-ca-'));
  const tls = createAuthority({ commonName: 'tls' });
  const served = issueIdentity(tls, { commonName: 'localhost', profile: 'tls', sans: ['localhost', '127.0.0.1'] });
  await writeFile(join(home, 'tls-cert.pem'), served.certificatePem);
  await writeFile(join(home, 'tls-key.pem'), served.privateKeyPem, { mode: 0o600 });
  const port = await freePort();
  await writeFile(join(home, 'fabric-ca-server-config.yaml'), configuration(port, await freePort()));
  const server = spawn(program, ['start', '--home', home], { stdio: ['ignore', 'ignore', 'pipe'] });
  const started: ServerUnderTest = {
    url: `https://localhost:${port}`,
    caName: 'ca-test',
    ...ADMIN,
    tlsRootPem: tls.certificatePem,
    close: async () => {
      await stop(server);
      await rm(home, { recursive: true, force: true });
    },
  };
  try {
    await listening(server);
    return started;
  } catch (error) {
    await started.close();
    throw error;
  }
}

function build(): string {
  const folder = cacheFolder();
  const source = join(folder, 'module');
  mkdirSync(source, { recursive: true, mode: 0o700 });
  writeFileSync(join(source, 'go.mod'), 'module fabricca\n\ngo 1.23\n');
  const go = (...words: string[]) => execFileSync('go', words, { cwd: source, timeout: 600_000, stdio: 'pipe' });
  go('get', `${MODULE}@v${FABRIC_CA_VERSION}`);
  go('build', '-mod=mod', '-o', join(folder, PROGRAM), `${MODULE}/cmd/${PROGRAM}`);
  return join(folder, PROGRAM);
}

const cacheFolder = (): string => join(tmpdir(), `${PROGRAM}-${FABRIC_CA_VERSION}`);

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    // The cache lies where everybody may write: only what this user put there is run.
    return !path.startsWith(cacheFolder()) || statSync(path).uid === process.getuid?.();
  } catch {
    return false;
  }
}

const firstLine = (error: unknown): string => String((error as Error).message).split('\n')[0]!;

const configuration = (port: number, operations: number): string => `version: ${FABRIC_CA_VERSION}
port: ${port}
address: 127.0.0.1
crlsizelimit: 512000
tls: { enabled: true, certfile: tls-cert.pem, keyfile: tls-key.pem }
ca: { name: ca-test }
crl: { expiry: 24h }
registry:
  maxenrollments: -1
  identities:
    - name: ${ADMIN.adminUser}
      pass: ${ADMIN.adminSecret}
      type: client
      affiliation: ""
      attrs:
        hf.Registrar.Roles: "*"
        hf.Registrar.DelegateRoles: "*"
        hf.Registrar.Attributes: "*"
        hf.Revoker: true
        hf.IntermediateCA: true
        hf.GenCRL: true
        hf.AffiliationMgr: true
db: { type: sqlite3, datasource: registry.db }
affiliations: {}
signing:
  default: { usage: [digital signature], expiry: 8760h }
  profiles:
    ca: { usage: [cert sign, crl sign], expiry: 43800h, caconstraint: { isca: true, maxpathlen: 0 } }
    tls: { usage: [signing, key encipherment, server auth, client auth, key agreement], expiry: 8760h }
csr:
  cn: ca-test
  keyrequest: { algo: ecdsa, size: 256 }
  names: [{ O: TestMSP }]
  ca: { expiry: 131400h, pathlength: 1 }
bccsp: { default: SW, sw: { hash: SHA2, security: 256, filekeystore: { keystore: msp/keystore } } }
cfg:
  identities: { allowremove: true, passwordattempts: 10 }
  affiliations: { allowremove: true }
operations: { listenAddress: "127.0.0.1:${operations}" }
`;

function listening(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`${PROGRAM} ended: ${said.slice(-2000)}`)));
    server.stderr!.on('data', (part: Buffer) => {
      said += part.toString();
      if (said.includes('Listening on https')) resolve();
    });
  });
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
}
