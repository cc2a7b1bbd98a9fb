import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withDuck } from '@rxledger/gateway/dist/anonymisation/data/duckdb';
import { preparePeople } from './anonymisation/make-people';
import { PAPER_CASE } from './anonymisation/paper-case';
import { runMeasured, type Measured } from './anonymisation/run-measured';
import { writeHierarchies } from './anonymisation/write-hierarchies';
import { figure, type Figure } from './report';

type Report = (figure: Figure) => void;

/** Rows of the Parquet files, and of the CSV file that ARX reads as well. */
const PARQUET_ROWS = [1e6, 1e7, 1e8];
const CSV_ROWS = 1e7;
/** Bytes a row takes: of the file, and of what may not fit into memory. */
const BYTES_A_ROW = { csv: 90, parquet: 10 };
const SEED = 2024;
const MEMORY = '1GB';

/** Data by the million to the paper's release on the disk: beside ARX from CSV, and how the cost grows from Parquet. */
export async function benchSize(report: Report, rounds: number): Promise<void> {
  const needed = CSV_ROWS * BYTES_A_ROW.csv + PARQUET_ROWS.reduce((sum, rows) => sum + rows * BYTES_A_ROW.parquet, 0);
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < 2 * needed) {
    process.stderr.write(`size: not measured: ${tmpdir()} has less than ${(2 * needed) / 1e9} GB left\n`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'rx-bench-size-'));
  try {
    writeHierarchies(join(folder, 'hierarchies'), PAPER_CASE.quasiIdentifiers);
    await benchParquet(folder, report, rounds);
    await benchCsv(folder, report, rounds);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const FORMATS = { csv: "csv, HEADER, DELIMITER ';'", parquet: 'parquet' } as const;

async function makeData(path: string, format: keyof typeof FORMATS, rows: number): Promise<void> {
  await withDuck({ memory: 1e9 }, async (connection) => {
    const people = await preparePeople(connection, SEED);
    await connection.run(`COPY (${people(rows)}) TO '${path}' (FORMAT ${FORMATS[format]})`);
  });
}

interface Found {
  readonly levels: string;
  readonly classes: number;
  readonly milliseconds: { readonly read: number; readonly release: number; readonly write: number };
}

type Run = Measured & { readonly found: Found };

const measured = async (program: string, args: readonly string[]): Promise<Run> => {
  const run = await runMeasured(program, args);
  return { ...run, found: JSON.parse(run.output) as Found };
};

const ours = (folder: string, data: string): Promise<Run> => {
  const program = resolve(__dirname, 'anonymisation/paper-main.js');
  return measured(process.execPath, [program, data, join(folder, 'hierarchies'), join(folder, 'ours.csv'), MEMORY]);
};

/** ARX by its own API, where ARX_JAR names it and there is a Java; why not otherwise. */
function arxIn(folder: string): ((data: string) => Promise<Run>) | string {
  const jar = process.env['ARX_JAR'];
  if (jar === undefined || jar === '') return 'ARX_JAR does not name libarx-3.9.2.jar (and what it needs)';
  try {
    const source = resolve(__dirname, '../src/anonymisation/ArxRelease.java');
    execFileSync('javac', ['-cp', jar, '-d', folder, source], { stdio: 'pipe' });
  } catch (error) {
    return `the harness did not compile: ${error instanceof Error ? error.message.split('\n')[0]! : String(error)}`;
  }
  const { k, suppression, quasiIdentifiers, sensitive } = PAPER_CASE;
  const asked = [String(k), suppression, quasiIdentifiers.join(), sensitive.column, sensitive.positive.join()];
  const java = ['-Xmx4g', '-cp', `${folder}:${jar}`, 'ArxRelease'];
  return (data) => measured('java', [...java, data, join(folder, 'hierarchies'), join(folder, 'arx.csv'), ...asked]);
}

async function benchCsv(folder: string, report: Report, rounds: number): Promise<void> {
  const data = join(folder, 'people.csv');
  await makeData(data, 'csv', CSV_ROWS);
  const arx = arxIn(folder);
  if (typeof arx === 'string') process.stderr.write(`size: measured without ARX: ${arx}\n`);
  const mine: Run[] = [];
  const theirs: Run[] = [];
  for (let round = 0; round < rounds; round++) {
    mine.push(await ours(folder, data));
    if (typeof arx !== 'string') theirs.push(await arx(data));
  }
  rmSync(data);
  const tell = (metric: string, value: number, unit: string): void => {
    report(figure({ bench: 'size', metric: `10^7 rows of CSV, ${metric}`, value, unit }));
  };
  const time = (runs: readonly Run[]): number => median(runs.map(({ milliseconds }) => milliseconds)) / 1e3;
  const memory = (runs: readonly Run[]): number => median(runs.map(({ peak }) => peak)) / 1e6;
  tell('release on the disk', time(mine), 's');
  tell('memory at the peak', memory(mine), 'MB');
  if (theirs.length === 0) return;
  // What ARX takes to write is this harness's more than ARX's: it is told, and not counted.
  const engine = median(theirs.map(({ found: { milliseconds } }) => milliseconds.read + milliseconds.release)) / 1e3;
  tell('ARX: release on the disk', time(theirs), 's');
  tell('ARX: read and anonymised', engine, 's');
  tell('ARX: memory at the peak', memory(theirs), 'MB');
  tell('ARX found the same levels and classes (1 is yes)', Number(same(mine[0]!.found, theirs[0]!.found)), '');
  const against = { bench: 'size', unit: 'times' };
  const speed = { metric: 'ARX, nothing written, by ours, written', value: engine / time(mine) };
  report(figure({ ...against, ...speed, goal: { atLeast: 5 } }));
  report(
    figure({ ...against, metric: 'memory of ARX by ours', value: memory(theirs) / memory(mine), goal: { atLeast: 7 } }),
  );
}

const same = (one: Found, other: Found): boolean => one.levels === other.levels && one.classes === other.classes;

async function benchParquet(folder: string, report: Report, rounds: number): Promise<void> {
  let smaller: number | undefined;
  for (const rows of PARQUET_ROWS) {
    const data = join(folder, 'people.parquet');
    await makeData(data, 'parquet', rows);
    const runs: Run[] = [];
    for (let round = 0; round < (rows > 1e7 ? 1 : rounds); round++) runs.push(await ours(folder, data));
    rmSync(data);
    const name = `10^${Math.log10(rows)} rows of Parquet`;
    const milliseconds = median(runs.map((run) => run.milliseconds));
    const aRow = (1e6 * milliseconds) / rows;
    report(figure({ bench: 'size', metric: `${name}, release on the disk`, value: milliseconds / 1e3, unit: 's' }));
    const reference = smaller === undefined ? {} : { reference: smaller, goal: { atMost: 1 } };
    report(figure({ bench: 'size', metric: `${name}, a row`, value: aRow, unit: 'ns', ...reference }));
    const peak = median(runs.map((run) => run.peak)) / 1e6;
    report(
      figure({ bench: 'size', metric: `${name}, memory at the peak`, value: peak, unit: 'MB', goal: { atMost: 1000 } }),
    );
    smaller = aRow;
  }
}

const median = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[values.length >> 1]!;
