import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const rxnet = (...words: string[]): string =>
  execFileSync('node', [join(__dirname, '../bin/rxnet.js'), ...words], { encoding: 'utf8' });

describe('rxnet --help', () => {
  it('lists the commands', () => {
    const help = rxnet('--help');
    for (const command of ['up', 'down', 'status', 'logs', 'deploy', 'enrol', 'revoke', 'doctor']) {
      expect(help).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    }
  });

  it('tells the options of a command', () => {
    expect(rxnet('up', '--help')).toContain('--port-offset');
  });
});
