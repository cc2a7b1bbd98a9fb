import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { adultFolder, givenHierarchy, readAdult } from '../paper/adult-data';
import type { Loss } from '../search/loss';
import {
  distinctDiversity,
  entropyDiversity,
  equalCloseness,
  hierarchicalCloseness,
  recursiveDiversity,
  type Condition,
} from './condition';
import { findOptimumUnder } from './find-optimum-under';

/** Optima that ARX 3.9.2 found, each beside k-anonymity of 5. */
const REFERENCES = readFileSync(resolve(__dirname, '../../../test/adult-conditions.csv'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [sensitive, names, k, suppression, metric, condition, loss, suppressed, levels] = line.split(',');
    return { sensitive, names, k, suppression, metric, condition, loss, suppressed, levels } as Record<
      'sensitive' | 'names' | 'k' | 'suppression' | 'metric' | 'condition' | 'loss' | 'suppressed' | 'levels',
      string
    >;
  });

const folder = adultFolder(resolve(__dirname, '../../../..'));

/** @param paths - the groups of each sensitive value, for distance by hierarchy */
function conditionOf(text: string, paths: readonly (readonly string[])[]): Condition {
  const [kind, first, second] = text.split(':') as [string, string, string];
  const kinds: Record<string, () => Condition> = {
    distinct: () => distinctDiversity(Number(first)),
    // Of classes with exactly l values that occur alike ARX loses some by rounding: a hair more is asked for here.
    entropy: () => entropyDiversity(Number(first) * (1 + 1e-9)),
    recursive: () => recursiveDiversity(Number(first), Number(second)),
    equal: () => equalCloseness(Number(first)),
    hierarchical: () => hierarchicalCloseness(Number(first), paths),
  };
  return kinds[kind]!();
}

if (folder === undefined) {
  // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect
  it.skip('the optima under conditions on ADULT: no shared/data/adult beside the repository, and no ADULT_DIR', () =>
    undefined);
} else {
  describe.each(['occupation', 'marital-status'])('on ADULT, with %s sensitive', (sensitive) => {
    const references = REFERENCES.filter((reference) => reference.sensitive === sensitive);
    const names = references[0]!.names.split(' ');
    const all = readAdult(folder, [...names, sensitive]);
    const column = all.columns.at(-1)!;
    const table = { ...all, columns: all.columns.slice(0, -1) };
    const hierarchies = names.map((name) => givenHierarchy(folder, name));
    const { leaves, levels: groups } = givenHierarchy(folder, sensitive);
    const paths = column.values.map((value) =>
      groups.map(({ values, ofLeaf }) => values[ofLeaf[leaves.indexOf(value)]!]!),
    );

    it.each(references)(
      'finds what ARX finds under $condition: $suppression left out, $metric',
      ({ k, suppression, metric, condition, loss, suppressed, levels }) => {
        const found = findOptimumUnder({
          table,
          hierarchies,
          k: Number(k),
          suppression,
          loss: metric as Loss,
          sensitive: column,
          conditions: [conditionOf(condition, paths)],
        });
        const expected = [...levels].map(Number);
        const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0);
        expect(found.loss).toBeCloseTo(Number(loss), 9);
        // Of nodes with one loss and one sum of levels the reference takes whichever it met first.
        const isTied = sum(found.levels) === sum(expected);
        expect({ levels: isTied ? expected : found.levels, suppressed: found.suppressed }).toEqual({
          levels: expected,
          suppressed: Number(suppressed),
        });
      },
    );
  });
}
