import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatewayConfig } from '../src/config';
import { createIssuerApp, tokenMaker } from '../src/issuer/issuer-app';
import type { IssuerConfig } from '../src/issuer/issuer-config';
import { openIssuerFiles } from '../src/issuer/issuer-files';
import { freePort } from '../../network/devnet/test/support/free-port';
import { connectionProfileOf } from './connection-profile-of';
import { MEMBER_VIEWS } from './founders';
import { CHAINCODE, CHANNEL, type LiveNetwork } from './live-network';

/** The test issuer, and the files from which gateways of a live network start. */
export interface LiveGateways {
  readonly folder: string;
  token(mspId: string, enrolmentId: string): Promise<string>;
  /** A configuration of its own: identities imported from a wallet with these people. */
  configure(mspId: string, people: readonly string[], changes?: Partial<GatewayConfig>): Promise<GatewayConfig>;
  close(): Promise<void>;
}

export async function prepareGateways(network: LiveNetwork): Promise<LiveGateways> {
  const folder = mkdtempSync(join(tmpdir(), 'gateways-'));
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const issuerConfig: IssuerConfig = {
    http: { host: '127.0.0.1', port },
    issuer,
    audience: 'rxledger',
    keyFile: join(folder, 'issuer', 'key.json'),
    people: MEMBER_VIEWS.map(({ mspId }) => ({ mspId, enrolmentId: 'registrar-1' })),
  };
  const files = await openIssuerFiles(issuerConfig);
  const app = await createIssuerApp(issuerConfig, files);
  await app.listen(issuerConfig.http);
  const make = await tokenMaker(issuerConfig, files.key);
  return {
    folder,
    token: make,
    async configure(mspId, people, changes = {}) {
      const own = mkdtempSync(join(folder, `${mspId}-`));
      mkdirSync(join(own, 'wallet'));
      for (const id of people) {
        const { certificate, privateKey } = network.material(mspId, id);
        const identity = { credentials: { certificate, privateKey }, mspId, type: 'X.509', version: 1 };
        writeFileSync(join(own, 'wallet', `${id}.id`), JSON.stringify(identity));
      }
      writeFileSync(join(own, 'password'), 'a password of the tests\n', { mode: 0o600 });
      writeFileSync(join(own, 'profile.json'), JSON.stringify(connectionProfileOf(network.devnet, mspId)));
      const { kind } = MEMBER_VIEWS.find((member) => member.mspId === mspId)!;
      return {
        organisation: { mspId, kind, name: mspId },
        http: { host: '127.0.0.1', port: await freePort() },
        ledger: {
          adapter: 'fabric-gateway',
          channel: CHANNEL,
          chaincode: CHAINCODE,
          connectionProfile: join(own, 'profile.json'),
        },
        identities: {
          directory: join(own, 'identities'),
          passwordFile: join(own, 'password'),
          importWallet: join(own, 'wallet'),
        },
        service: { identity: 'gateway' },
        ca: { registrar: 'registrar-1' },
        auth: { issuer, audience: 'rxledger', jwksUri: `${issuer}/jwks.json` },
        log: { level: 'error', file: join(own, 'gateway.log') },
        ...changes,
      };
    },
    async close() {
      await app.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const PROGRAM = join(__dirname, '../dist/main.js');

/** A gateway as a process of its own, ready to answer. */
export async function spawnGateway(config: GatewayConfig, file: string): Promise<ChildProcess> {
  writeFileSync(file, JSON.stringify(config));
  const child = spawn(process.execPath, [PROGRAM, '--config', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (part: Buffer) => (text += part.toString()));
    child.stdout.once('data', () => {
      resolve();
    });
    child.once('exit', (code) => {
      reject(new Error(`the gateway ended with ${code}: ${text}`));
    });
  });
  return child;
}

/** Resolves when the process is gone. */
export const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
    else child.once('exit', resolve);
  });
