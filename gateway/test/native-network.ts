import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { portOffset } from '../../network/test/port-offset';
import { personIdentity } from '../src/identity/person-identity';
import { parseConnectionProfile } from '../src/ledger/connection-profile';
import { silentLog } from '../src/log';
import { registerPeople } from './found';
import { CHAINCODE, CHANNEL, type LedgerNetwork } from './live-network';
import { callerOf } from './test-app';

const RXNET = resolve(__dirname, '../../network/bin/rxnet.js');

const FOLDERS: Readonly<Record<string, string>> = {
  HospitalMSP: 'hospital',
  CentreMSP: 'centre',
  PharmacyMSP: 'pharmacy',
  ThirdPartyMSP: 'third-party',
};

/** The consortium of the repository on Fabric's own programs, founded, without gateways. */
export async function startNativeNetwork(profile: string): Promise<LedgerNetwork> {
  const directory = mkdtempSync(join(tmpdir(), 'rx-native-test-'));
  const rxnet = (...words: string[]) =>
    promisify(execFile)(process.execPath, [RXNET, ...words, '--directory', directory]);
  await rxnet('up', '--runtime', 'native', '--profile', profile, '--no-services', '--port-offset', portOffset());
  const read = (...path: string[]): unknown =>
    JSON.parse(readFileSync(join(directory, 'organisations', ...path), 'utf8'));
  const identity = (mspId: string, id: string) => {
    const { credentials } = read(FOLDERS[mspId]!, 'wallet', `${id}.id`) as {
      credentials: { certificate: string; privateKey: string };
    };
    return personIdentity(id, { mspId, ...credentials });
  };
  const network: LedgerNetwork = {
    identity,
    caller: (mspId, id) => callerOf(mspId, id, identity(mspId, id).role ?? 'auditor'),
    settings: (mspId) => ({
      mspId,
      channel: CHANNEL,
      chaincode: CHAINCODE,
      profile: parseConnectionProfile(read(FOLDERS[mspId]!, 'connection-profile.json')),
      signers: { of: (id) => identity(mspId, id) },
      serviceIdentity: 'gateway',
      log: silentLog,
    }),
    stopOrganisation: async (mspId) => void (await rxnet('stop', `peer.${FOLDERS[mspId]}`)),
    startOrganisation: async (mspId) => void (await rxnet('start', `peer.${FOLDERS[mspId]}`)),
    found: (ledgerOf) => registerPeople(network, ledgerOf),
    async close() {
      await rxnet('down', '--purge');
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return network;
}
