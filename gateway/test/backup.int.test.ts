import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { portOffset } from '../../network/test/port-offset';
import { enterPeople } from '../src/demo/enter-people';
import type { Answer, Person } from '../src/demo/person';
import { openTestNetwork } from '../src/demo/test-network';
import { amoxicillin } from './amoxicillin';

jest.setTimeout(900_000);

const runtime = process.env['RUNTIME'] || 'devnet';
const profile = process.env['PROFILE'] || 'bft4';
const offset = portOffset();

const RXNET = resolve(__dirname, '../../network/bin/rxnet.js');

interface Status {
  readonly members: readonly { readonly height: number; readonly blockHash: string }[];
}

/** What `rxnet` says in JSON. */
const rxnet = async <T>(...words: string[]): Promise<T> => {
  const { stdout } = await promisify(execFile)('node', [RXNET, ...words, '--json'], { maxBuffer: 64 << 20 }).catch(
    (error: { stdout: string }) => error,
  );
  const said = JSON.parse(stdout) as T & { ok: boolean };
  if (!said.ok) throw new Error(stdout);
  return said;
};

describe(`a backup of a network on ${runtime}`, () => {
  const parent = mkdtempSync(join(tmpdir(), 'rx-backup-'));
  const [first, second] = [join(parent, 'first'), join(parent, 'second')];
  const archive = join(parent, 'backup.tar.gz');
  let id: string;
  let code: string;
  let settled: Status;

  const done = async (person: Person, path: string, body?: object): Promise<Answer> => {
    const answer = await person.call('POST', path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const prescription = {
    validUntil: Date.now() + 30 * 24 * 60 * 60 * 1000,
    body: amoxicillin({ patient: 'HospitalMSP:patient-1' }),
  };

  beforeAll(async () => {
    const how = ['--runtime', runtime, '--profile', profile, '--port-offset', offset];
    await rxnet('up', '--directory', first, ...how);
    const network = openTestNetwork(first);
    await enterPeople(network);
    const issued = await done(await network.person('hospital', 'physician-1'), '/prescriptions', prescription);
    const { id: prescribed, redemptionCode } = issued.body as { id: string; redemptionCode: string };
    [id, code] = [prescribed, redemptionCode];
    await done(await network.person('centre', 'reviewer-1'), `/prescriptions/${id}/review/claim`);
  });

  afterAll(async () => {
    for (const directory of [first, second]) await rxnet('down', '--purge', '--directory', directory);
    rmSync(parent, { recursive: true });
  });

  it('is one file for its owner alone, made while the network runs', async () => {
    settled = await rxnet<Status>('status', '--directory', first);
    const made = await rxnet<{ ledger: { height: number; blockHash: string } }>(
      'backup',
      archive,
      '--directory',
      first,
    );
    expect(statSync(archive).mode & 0o777).toBe(0o600);
    expect(settled.members.map(({ blockHash }) => blockHash)).toContain(made.ledger.blockHash);
    const reviewer = await openTestNetwork(first).person('centre', 'reviewer-1');
    await done(reviewer, `/prescriptions/${id}/review/findings`);
  });

  it('comes back in another folder with the same blocks, and without what came after it', async () => {
    await rxnet('down', '--purge', '--directory', first);
    await rxnet('restore', archive, '--directory', second);
    await rxnet('up', '--directory', second);
    const restored = await rxnet<Status>('status', '--directory', second);
    expect(restored.members.map(({ height, blockHash }) => ({ height, blockHash }))).toEqual(
      settled.members.map(({ height, blockHash }) => ({ height, blockHash })),
    );
  });

  it('lets a prescription go on from where it stood, private data included', async () => {
    const network = openTestNetwork(second);
    const reviewer = await network.person('centre', 'reviewer-1');
    const seen = await reviewer.call('GET', `/prescriptions/${id}/body`);
    expect(JSON.stringify(seen.body)).toContain('Amoxicillin');
    for (const step of ['findings', 'approve']) await done(reviewer, `/prescriptions/${id}/review/${step}`);
    const dispenser = await network.person('pharmacy', 'dispenser-1');
    const redeemed = await done(dispenser, `/prescriptions/${id}/redeem`, { code });
    expect(redeemed.body).toMatchObject({ status: 'REDEEMED' });
  });
});
