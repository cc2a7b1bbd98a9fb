import { performance } from 'node:perf_hooks';
import { Command, Option } from 'commander';
import { USUAL_MEMORY } from '../anonymisation/data/memory-size';
import { openTable } from '../anonymisation/data/open-table';
import { readHierarchies } from '../anonymisation/hierarchy/read-hierarchies';
import { LOSSES, type Loss } from '../anonymisation/search/loss';
import type { Optimum } from '../anonymisation/search/optimum-question';
import { searchTelling } from './search-telling';

interface Options {
  readonly data: string;
  readonly hierarchies: string;
  readonly qi: readonly string[];
  readonly k: number;
  readonly suppression: string;
  readonly loss: Loss;
  readonly weights?: readonly number[];
  readonly memory: string;
  readonly json?: boolean;
}

const list = (text: string): string[] => text.split(',').map((name) => name.trim());

/** `rx anonymise optimum`: the bare search. */
export const optimumCommand = (): Command =>
  new Command('optimum')
    .description('find the optimal k-anonymous generalisation, and release nothing')
    .requiredOption('--data <file>', 'CSV, Parquet, JSON lines, a folder of one of these, or a table of PostgreSQL')
    .requiredOption('--hierarchies <folder>', 'for each quasi-identifier NAME.yaml or NAME.csv')
    .requiredOption('--qi <names>', 'quasi-identifiers, with commas between them', list)
    .requiredOption('--k <number>', 'least number of rows in a class', Number)
    .option('--suppression <part>', 'part of the rows that may be left out', '0')
    .addOption(new Option('--loss <loss>', 'what is made small').choices(LOSSES).default('loss-geo'))
    .option('--weights <numbers>', 'weight of each quasi-identifier', (text) => list(text).map(Number))
    .option('--memory <size>', 'memory of each process; past it the data is refused', USUAL_MEMORY)
    .option('--json', 'one line of JSON')
    .action(async (options: Options) => {
      const started = performance.now();
      const table = await openTable(options.data, options.qi, { memory: options.memory });
      const hierarchies = readHierarchies(options.hierarchies, table.columns);
      const read = performance.now();
      const optimum = searchTelling({ ...options, table, hierarchies });
      const ended = performance.now();
      const milliseconds = { read: rounded(read - started), search: rounded(ended - read) };
      process.stdout.write(
        options.json === true ? json(options, optimum, milliseconds) : text(options, optimum, milliseconds),
      );
    });

type Milliseconds = { readonly read: number; readonly search: number };

const rounded = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;

const json = ({ qi, k, suppression, loss }: Options, optimum: Optimum, milliseconds: Milliseconds): string =>
  `${JSON.stringify({ quasiIdentifiers: qi, k, suppression, metric: loss, ...optimum, milliseconds })}\n`;

const text = ({ qi, loss }: Options, optimum: Optimum, { read, search: took }: Milliseconds): string =>
  [
    ...qi.map((name, at) => `${name.padEnd(24)} level ${optimum.levels[at]!}`),
    `${loss.padEnd(24)} ${optimum.loss}`,
    `${'suppressed rows'.padEnd(24)} ${optimum.suppressed}`,
    `${'classes'.padEnd(24)} ${optimum.classes}`,
    `${'milliseconds'.padEnd(24)} ${read} to read, ${took} to search (${optimum.checks} counts, ${optimum.lattice} combinations)`,
    '',
  ].join('\n');
