import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { adultFolder } from '../anonymisation/paper/adult-data';

const ROOT = resolve(__dirname, '../../..');
const RX = join(ROOT, 'gateway/dist/cli/main.js');

/** A block of the guide: commands, what they print, or Python. */
interface Block {
  readonly language: string;
  readonly lines: readonly string[];
}

const guide = readFileSync(join(ROOT, 'docs/anonymisation/guide.md'), 'utf8');
const blocks: readonly Block[] = [...guide.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(([, language, text]) => ({
  language: language!,
  lines: text!.split('\n').filter((line) => line !== ''),
}));

/** Commands with what the guide says they print: the block after them, where it has no language. */
const steps = blocks.flatMap(({ language, lines }, at) => {
  const next = blocks[at + 1];
  return language === 'sh' ? [{ lines, printed: next?.language === '' ? next.lines : [] }] : [];
});

const adult = adultFolder(ROOT);
const reason = adult === undefined ? 'no ADULT beside the repository, and no ADULT_DIR' : 'make build';
const python = process.env['PYTHON'] ?? 'python3';
const hasPandas = spawnSync(python, ['-c', 'import pandas']).status === 0;

(adult !== undefined && existsSync(RX) ? describe : describe.skip)(`the guide (needs ${reason})`, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rx-guide-'));
    for (const name of ['adult.csv', 'adult_hierarchy_education.csv'])
      copyFileSync(join(adult!, name), join(folder, name));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const bash = (lines: readonly string[]) => {
    const script = ['set -e', `rx() { "${process.execPath}" "${RX}" "$@"; }`, ...lines].join('\n');
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
    return { status, stdout, stderr };
  };

  it('has commands, and says what some of them print', () => {
    expect(steps.length).toBeGreaterThan(5);
    expect(steps.filter(({ printed }) => printed.length > 0).length).toBeGreaterThan(2);
  });

  // In the order of the guide: each step goes on with the files of those before.
  it.each(steps.map(({ lines, printed }) => [lines.join('; '), lines, printed] as const))(
    'works as written, and prints what it says: %s',
    (_, lines, printed) => {
      const { status, stdout, stderr } = bash(lines);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      for (const line of printed) expect(stdout).toContain(line.replace(/\s*\.\.\.$/, ''));
    },
  );

  (hasPandas ? describe : describe.skip)('with pandas (needs PYTHON with pandas)', () => {
    it('reads the release', () => {
      const script = blocks.find(({ language }) => language === 'python')!.lines.join('\n');
      const types = "print(*(str(table[name].dtype) for name in ['age', 'marital-status(Y)']))";
      const { status, stdout, stderr } = spawnSync(python, ['-c', `${script}\n${types}`], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/^30-39 +\d{4}$/m);
      expect(stdout).toMatch(/^(object|str) int64$/m);
    });
  });
});
