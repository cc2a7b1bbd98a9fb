import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './support/devnet-process';

jest.setTimeout(300_000);

const workspace = join(__dirname, '..');
const example = join(workspace, 'examples', 'ten-lines.js');

describe('the README', () => {
  it('shows the example as it is', () => {
    expect(readFileSync(join(workspace, 'README.md'), 'utf8')).toContain(readFileSync(example, 'utf8'));
  });

  it('tells the truth: its lines run, with an unmodified client', () => {
    command();
    const said = execFileSync(process.execPath, [example], { encoding: 'utf8' }).trim().split('\n');
    const [later, earlier] = said.map((line) => JSON.parse(line) as { value: string; at: string });
    expect([later!.value, earlier!.value]).toEqual(['red', 'blue']);
    expect(Date.parse(later!.at) - Date.parse(earlier!.at)).toBeGreaterThan(30 * 86_400_000);
  });
});
