import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../src/main';

const folder = resolve(__dirname, '../../docs/operations');
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
const textOf = (page: string): string => readFileSync(join(folder, page), 'utf8');
const program = createProgram();
const commandNamed = (name: string): Command | undefined => program.commands.find((command) => command.name() === name);

/** Every `rxnet COMMAND ...` of a page: in line, or a line of a block. */
const callsIn = (text: string): readonly string[][] =>
  [...text.matchAll(/^rxnet ([^\n#`]+)|`rxnet ([^`]+)`/gm)].map(([, block, inline]) =>
    (block ?? inline ?? '').trim().split(/\s+/),
  );

describe('the pages on operations', () => {
  it.each(program.commands.map((command) => command.name()))('have one that shows rxnet %s', (name) => {
    const showing = pages.filter(
      (page) => page !== 'README.md' && callsIn(textOf(page)).some(([word]) => word === name),
    );
    expect(showing).not.toEqual([]);
  });

  it.each(pages)('%s shows only commands and options that there are', (page) => {
    for (const [name, ...words] of callsIn(textOf(page))) {
      const command = commandNamed(name!);
      const options = command?.options.flatMap(({ long, short }) => [long, short]) ?? [];
      const unknown = words.filter(
        (word) => word.startsWith('-') && word !== '--help' && !options.includes(word.split('=')[0]),
      );
      expect({ name, isThere: command !== undefined, unknown }).toEqual({ name, isThere: true, unknown: [] });
    }
  });

  it('are all named in the index, and nothing else is', () => {
    const named = [...textOf('README.md').matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page]) => page);
    expect([...new Set(named)].sort()).toEqual(pages.filter((page) => page !== 'README.md').sort());
  });
});
