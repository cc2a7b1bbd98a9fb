import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled, tuplesOf } from '../../../test/tuples-of';
import { withDuck } from './duckdb';
import { openPatients } from './open-table';

(isInstalled('@duckdb/node-api') ? describe : describe.skip)('data in which every row is another patient', () => {
  const PATIENTS = 20_000;
  let folder: string;

  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'rx-open-patients-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  const parquet = async (name: string, patient: string): Promise<string> => {
    const path = join(folder, `${name}.parquet`);
    const rows = `SELECT ${patient} AS patient, CAST(i % 3 AS VARCHAR) AS ward FROM range(${PATIENTS}) AS rows(i)`;
    await withDuck({ memory: 256e6 }, (connection) => connection.run(`COPY (${rows}) TO '${path}' (FORMAT parquet)`));
    return path;
  };

  it('is counted without the patients’ column, so that there may be more of them than tuples have room', async () => {
    const path = await parquet('patients', `'p-' || i`);
    const table = await openPatients(path, 'patient', ['ward', 'patient'], { mostTuples: 3 });
    expect(table).toMatchObject({ rows: PATIENTS, hasOneRowEach: true, columns: [{ name: 'ward' }] });
    expect(tuplesOf(table)).toHaveLength(3);
  });

  it('is refused where patients have several rows, however it is read', async () => {
    const message = new RegExp(`${PATIENTS / 4} patients have more than one of the ${PATIENTS} rows`);
    const path = await parquet('several', `'p-' || (i // 4)`);
    await expect(openPatients(path, 'patient', ['ward'])).rejects.toThrow(message);
    const lines = Array.from({ length: PATIENTS }, (_, at) => `p-${Math.floor(at / 4)},1`);
    const csv = join(folder, 'several.csv');
    writeFileSync(csv, ['patient,ward', ...lines, ''].join('\n'));
    await expect(openPatients(csv, 'patient', ['ward'])).rejects.toThrow(message);
  });

  it('is refused where there is no such column', async () => {
    const path = await parquet('nameless', `'p-' || i`);
    await expect(openPatients(path, 'who', ['ward'])).rejects.toThrow(/no column who; there are patient, ward/);
  });
});
