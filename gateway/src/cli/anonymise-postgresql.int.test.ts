import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { patientsCsv, StewardDesk } from '../../test/steward-desk';
import { postgresqlPrograms, startPostgresql, type TestPostgresql } from '../../test/postgresql';
import { isInstalled } from '../../test/tuples-of';
import { openPostgresql } from '../anonymisation/data/postgresql';

const RX = join(__dirname, '../../dist/cli/main.js');
const programs = postgresqlPrograms();

(programs !== undefined && isInstalled('pg') ? describe : describe.skip)('the steward’s commands on PostgreSQL', () => {
  let server: TestPostgresql;
  let desk: StewardDesk;
  let address: string;

  beforeAll(async () => {
    server = await startPostgresql(programs!);
    desk = new StewardDesk();
    address = `postgresql://steward:${server.password}@127.0.0.1:${server.port}/postgres`;
    const [, ...lines] = patientsCsv().trim().split('\n');
    const rows = lines.map(
      (line) =>
        `(${line
          .split(',')
          .map((field) => `'${field}'`)
          .join(', ')})`,
    );
    await sql(`CREATE TABLE patients (patient text, age integer, sex text, smoker text, note text, seen integer[]);
      INSERT INTO patients VALUES ${rows.join(', ')}`);
  });
  afterAll(async () => {
    desk.clear();
    await server.stop();
  });

  const sql = async (text: string): Promise<void> => {
    const client = await openPostgresql(address);
    await client.query(text);
    await client.end();
  };
  const rx = async (...words: string[]): Promise<string> => {
    const env = { ...process.env, PGPASSWORD: server.password };
    return (await promisify(execFile)(process.execPath, [RX, 'anonymise', ...words], { env })).stdout;
  };
  const run = () => rx('run', desk.file, '--out', desk.release);

  it('go from a table to a verified release, and write no password down', async () => {
    await rx('init', '--data', `${address}?table=patients`, '--out', desk.file);
    expect(desk.read('release.yaml')).toContain('@127.0.0.1');
    expect(desk.read('release.yaml')).not.toContain(server.password);
    await rx('plan', desk.file);
    await run();
    await rx('verify', desk.release);
    expect(desk.read('release/release.csv')).toMatch(/^age,sex,/);
    await rx('report', desk.file, '--release', desk.release);
  });

  it('know the same rows again, and refuse a release of others', async () => {
    expect(await run()).toContain('nothing was drawn');
    await sql(`UPDATE patients SET smoker = 'yes' WHERE patient = 'p-100'`);
    await expect(run()).rejects.toThrow(/the data has changed since/);
  });
});
