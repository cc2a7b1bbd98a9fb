import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PAGE = join(__dirname, '../../docs/security/threat-model.md');
const text = readFileSync(PAGE, 'utf8');

/** A reference: `[name](path to a file of tests) “title”`. */
const REFERENCE = /\]\(([^)\s]+\.(?:test|behavior)\.ts)\) “([^”]+)”/g;
const NO_TEST = 'not shown by a test';

const references = [...text.matchAll(REFERENCE)].map(([, path, title]) => ({ path: path!, title: title! }));

/** Rows of the tables that have a column for tests. */
const lines = text
  .split('\n\n')
  .filter((block) => block.startsWith('|') && block.split('\n')[0]!.includes('| shown by |'))
  .flatMap((block) => block.trim().split('\n').slice(2));

const escaped = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether a file has a test of that title: the first of the arguments, in quotes. */
function hasTest(path: string, title: string): boolean {
  const file = join(dirname(PAGE), path);
  if (!existsSync(file)) return false;
  return new RegExp(`\\(\\s*['"]${escaped(title)}['"],`).test(readFileSync(file, 'utf8'));
}

describe('the threat model', () => {
  it.each(references)('names a test that there is: $path, $title', ({ path, title }) => {
    expect(hasTest(path, title)).toBe(true);
  });

  it('says of each line what shows it, or that nothing does', () => {
    expect(lines.length).toBeGreaterThan(30);
    const silent = lines.filter((line) => !line.includes(NO_TEST) && [...line.matchAll(REFERENCE)].length === 0);
    expect(silent).toEqual([]);
  });

  it('links to tests with their titles alone', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+\.(?:test|behavior)\.ts)\)/g)];
    expect(links).toHaveLength(references.length);
  });
});
