import { performance } from 'node:perf_hooks';
import {
  divide,
  ExactSampler,
  openTable,
  readHierarchies,
  releaseAsPaper,
  SecureSource,
  writeRelease,
} from '@rxledger/gateway/dist/anonymisation';
import { PAPER_CASE } from './paper-case';

/** A whole job in a process of its own: data and hierarchies in, the paper's release on the disk. */
async function main(data: string, hierarchies: string, output: string, memory: string): Promise<void> {
  const { quasiIdentifiers, sensitive, k, suppression, loss, epsilonMicro } = PAPER_CASE;
  const begun = performance.now();
  const table = await openTable(data, [...quasiIdentifiers, sensitive.column], { memory });
  const read = performance.now();
  const question = {
    data: divide(table, quasiIdentifiers, sensitive),
    sensitive: sensitive.column,
    hierarchies: readHierarchies(
      hierarchies,
      table.columns.filter(({ name }) => quasiIdentifiers.includes(name)),
    ),
    k,
    suppression,
    loss,
    epsilonMicro,
  };
  const { release, optimum } = releaseAsPaper(question, new ExactSampler(new SecureSource()));
  const released = performance.now();
  await writeRelease(release, output);
  const written = performance.now();
  const found = {
    levels: optimum.levels.join(''),
    suppressed: optimum.suppressed,
    classes: release.rows.length,
    tuples: table.weights.length,
    milliseconds: { read: read - begun, release: released - read, write: written - released },
  };
  process.stdout.write(`${JSON.stringify(found)}\n`);
}

const [data, hierarchies, output, memory] = process.argv.slice(2);
main(data!, hierarchies!, output!, memory!).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
