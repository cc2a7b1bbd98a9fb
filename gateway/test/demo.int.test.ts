import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { MEDICINES } from '../src/demo/medicines';
import { describeOnFabric } from '../../network/test/fabric-programs';
import { portOffset } from '../../network/test/port-offset';

jest.setTimeout(300_000);

const REPOSITORY = resolve(__dirname, '../..');
const run = (script: string, ...words: string[]) =>
  promisify(execFile)('node', [join(REPOSITORY, script), ...words], { maxBuffer: 64 << 20 });

interface Told {
  readonly story: string;
  readonly outcome: string;
  readonly expected: string;
  readonly isExpected: boolean;
  readonly endorsers: readonly string[];
}

/** Every file of a folder and its folders, path and bytes. */
const filesOf = (folder: string): readonly { readonly path: string; readonly bytes: Buffer }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, bytes: readFileSync(path) }));

/** What the demonstration is played on; Fabric's own programs where this machine has them. */
const networks: readonly { readonly name: string; readonly words: readonly string[]; readonly isFabric: boolean }[] = [
  { name: 'the devnet', words: [], isFabric: false },
  { name: 'Fabric with SmartBFT', words: ['--runtime', 'native', '--profile', 'bft4'], isFabric: true },
  {
    name: 'Fabric with Raft, through fabric-network',
    words: ['--runtime', 'native', '--profile', 'raft3', '--adapter', 'fabric-network'],
    isFabric: true,
  },
];

for (const { name, words: on, isFabric } of networks) {
  (isFabric ? describeOnFabric : describe)(`the demonstration on ${name}, as a user starts it`, () => {
    let directory: string;
    let told: readonly Told[] = [];

    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), 'rx-demo-test-'));
      const words = ['demo', '--json', '--keep', '--directory', directory, '--port-offset', portOffset(), ...on];
      const { stdout } = await run('gateway/dist/cli/main.js', ...words);
      told = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Told);
    });

    afterAll(async () => {
      await run('network/bin/rxnet.js', 'down', '--purge', '--directory', directory);
      rmSync(directory, { recursive: true, force: true });
    });

    it('tells of at least a dozen lives, each step as expected', () => {
      expect(new Set(told.map(({ story }) => story)).size).toBeGreaterThanOrEqual(12);
      expect(told.filter(({ isExpected }) => !isExpected)).toEqual([]);
      expect(told.map(({ outcome }) => outcome)).toEqual(
        expect.arrayContaining(['SETTLED', 'REFUNDED', 'DELIVERED', 'CANCELLED', 'EXPIRED', 'REFUSED']),
      );
    });

    it('has two organisations behind every step that the ledger took', () => {
      const taken = told.filter(({ endorsers }) => endorsers.length > 0);
      expect(taken.length).toBeGreaterThan(80);
      expect(taken.filter(({ endorsers }) => new Set(endorsers).size < 2)).toEqual([]);
    });

    it('leaves no medicine, dosage or address in a log or in the name of a file', () => {
      const words = [
        ...Object.values(MEDICINES).flatMap(({ drug, dosage }) => [drug.name, drug.atc, dosage]),
        'Example Street',
        'Pat Example',
        'pressure pain',
        'Collapsed at the counter',
      ];
      const logs = filesOf(join(directory, 'logs'));
      expect(logs.filter(({ bytes }) => bytes.length > 0).length).toBeGreaterThanOrEqual(9);
      for (const word of words) {
        expect(logs.filter(({ bytes }) => bytes.includes(word)).map(({ path }) => path)).toEqual([]);
        expect(filesOf(directory).filter(({ path }) => path.includes(word))).toEqual([]);
      }
    });
  });
}
