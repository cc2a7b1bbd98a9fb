import { resolve } from 'node:path';
import type { Hierarchy } from '../hierarchy/hierarchy';
import {
  adultFolder,
  adultHierarchies,
  givenHierarchy,
  readAdult,
  readReferences,
  REFERENCE_SETS,
} from '../paper/adult-data';
import { findOptimum } from './find-optimum';

const folder = adultFolder(resolve(__dirname, '../../../..'));

/** Which leaves are one at each level: what a hierarchy is, whatever its values are called. */
function trees({ leaves, levels }: Hierarchy): string[] {
  return levels.map(({ ofLeaf }) => {
    const groups = new Map<number, string[]>();
    leaves.forEach((leaf, at) => groups.set(ofLeaf[at]!, [...(groups.get(ofLeaf[at]!) ?? []), leaf]));
    return JSON.stringify([...groups.values()].map((group) => group.toSorted()).toSorted());
  });
}

if (folder === undefined) {
  // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect
  it.skip('the ADULT reference results: no shared/data/adult beside the repository, and no ADULT_DIR', () => undefined);
} else {
  describe('on ADULT', () => {
    const table = readAdult(folder, REFERENCE_SETS['Q9']!);

    it.each(REFERENCE_SETS['Q9']!)('our own definition of %s gives the tree of the reference', (attribute) => {
      const ours = adultHierarchies(table).find((hierarchy) => hierarchy.attribute === attribute)!;
      expect(trees(ours)).toEqual(trees(givenHierarchy(folder, attribute)));
    });

    describe.each(Object.keys(REFERENCE_SETS))('with the quasi-identifiers of %s', (set) => {
      const columns = readAdult(folder, REFERENCE_SETS[set]!);
      const hierarchies = adultHierarchies(columns);

      it.each(readReferences(folder).filter((reference) => reference.set === set))(
        'finds the reference optimum: k $k, $suppression, $metric',
        ({ k, suppression, metric, loss, suppressed, levels }) => {
          const found = findOptimum({ table: columns, hierarchies, k, suppression, loss: metric });
          const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0);
          expect(Math.abs(found.loss - loss)).toBeLessThan(1e-9 * Math.max(1, loss));
          expect(found.suppressed).toBe(suppressed);
          // Of nodes with one loss and one sum of levels the reference takes whichever it met first.
          const isTied = Math.abs(found.loss - loss) < 1e-12 && sum(found.levels) === sum(levels);
          expect(isTied ? levels : found.levels).toEqual(levels);
        },
      );
    });
  });
}
