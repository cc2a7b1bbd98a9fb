import fc from 'fast-check';
import { encodeRows } from '../data/tuple-table';
import { createHierarchy } from '../hierarchy/hierarchy';
import { findOptimum } from '../search/find-optimum';
import { findOptimumUnder } from './find-optimum-under';
import {
  distinctDiversity,
  entropyDiversity,
  equalCloseness,
  equalDistance,
  hierarchicalCloseness,
  hierarchicalDistance,
  recursiveDiversity,
  type Condition,
} from './condition';

const EVEN = [1, 1, 1, 1];

describe('l-diversity', () => {
  it.each<[string, Condition, number[], boolean]>([
    ['distinct: as many values as asked', distinctDiversity(3), [5, 1, 1, 0], true],
    ['distinct: one too few', distinctDiversity(3), [5, 2, 0, 0], false],
    ['entropy: l values that occur alike', entropyDiversity(2), [3, 3, 0, 0], true],
    ['entropy: l values of which one prevails', entropyDiversity(2), [3, 2, 0, 0], false],
    ['entropy: one that prevails among many', entropyDiversity(2), [6, 2, 1, 1], true],
    // Figures 2 and 3 of Machanavajjhala and others: cancer four times over; and heart disease, infection, cancer twice.
    ['distinct: the homogeneous class of a 4-anonymous table', distinctDiversity(2), [0, 0, 4, 0], false],
    ['distinct: a class of the 3-diverse table', distinctDiversity(3), [1, 1, 2, 0], true],
    ['entropy: the same, 2.83 values by entropy', entropyDiversity(2.82), [1, 1, 2, 0], true],
    ['entropy: the same, short of three', entropyDiversity(2.83), [1, 1, 2, 0], false],
    ['recursive: the most frequent below c times the rest', recursiveDiversity(3, 2), [5, 1, 1, 0], true],
    ['recursive: the most frequent at c times the rest', recursiveDiversity(3, 2), [6, 1, 1, 0], false],
    ['recursive: without the second either', recursiveDiversity(3, 3), [5, 1, 1, 0], false],
  ])('%s', (_, condition, counts, expected) => {
    expect(condition.holds(counts, EVEN)).toBe(expected);
  });

  it('holds for a class put together of two for which it holds', () => {
    const counts = fc.array(fc.nat(9), { minLength: 4, maxLength: 4 });
    const conditions = [distinctDiversity(2), entropyDiversity(1.7), recursiveDiversity(2, 2)];
    fc.assert(
      fc.property(counts, counts, fc.constantFrom(...conditions), (one, other, condition) => {
        fc.pre([one, other].every((all) => all.some((count) => count > 0) && condition.holds(all, EVEN)));
        expect(
          condition.holds(
            one.map((count, value) => count + other[value]!),
            EVEN,
          ),
        ).toBe(true);
      }),
    );
  });
});

describe('t-closeness', () => {
  /** flu, pneumonia, bronchitis of the lungs; ulcer, cancer, gastritis of the stomach. */
  const PATHS = [
    ['flu', 'infection', 'lung', '*'],
    ['pneumonia', 'infection', 'lung', '*'],
    ['bronchitis', 'infection', 'lung', '*'],
    ['ulcer', 'stomach', 'digestive', '*'],
    ['cancer', 'stomach', 'digestive', '*'],
    ['gastritis', 'stomach', 'digestive', '*'],
  ];
  const ALL = [1, 1, 2, 1, 2, 2];

  it('is 0 for a class distributed as the table, and half the sum of differences otherwise', () => {
    expect(equalDistance([2, 2, 4, 2, 4, 4], ALL)).toBe(0);
    expect(equalDistance([0, 1, 0, 1, 1, 0], ALL)).toBeCloseTo(5 / 9, 12);
  });

  it('weighs what is moved by how far up the values become one', () => {
    // Moved inside the stomach 2/9 and inside the lung 2/9, at 1/3; between the two 1/9, at 1.
    expect(hierarchicalDistance([0, 1, 0, 1, 1, 0], ALL, PATHS)).toBeCloseTo(7 / 27, 12);
  });

  it('is never more by hierarchy than with all values equally far apart, and the same in a flat hierarchy', () => {
    const counts = fc.array(fc.nat(9), { minLength: 6, maxLength: 6 }).filter((all) => all.some((count) => count > 0));
    fc.assert(
      fc.property(counts, (found) => {
        const equal = equalDistance(found, ALL);
        expect(hierarchicalDistance(found, ALL, PATHS)).toBeLessThanOrEqual(equal + 1e-12);
        expect(
          hierarchicalDistance(
            found,
            ALL,
            PATHS.map(([value]) => [value!, '*']),
          ),
        ).toBeCloseTo(equal, 12);
      }),
    );
  });

  it('holds up to t', () => {
    const counts = [0, 1, 0, 1, 1, 0];
    expect(equalCloseness(5 / 9).holds(counts, ALL)).toBe(true);
    expect(equalCloseness(0.5).holds(counts, ALL)).toBe(false);
    expect(hierarchicalCloseness(0.26, PATHS).holds(counts, ALL)).toBe(true);
    expect(hierarchicalCloseness(0.25, PATHS).holds(counts, ALL)).toBe(false);
  });

  it.each([
    ['half a value', () => distinctDiversity(1.5), /needs a whole l, not 1.5/],
    ['an entropy of less than one value', () => entropyDiversity(0.5), /l of at least 1/],
    ['a c of 0', () => recursiveDiversity(0, 2), /c above 0/],
    ['a distance of more than 1', () => equalCloseness(1.1), /t from 0 to 1/],
  ])('and l-diversity are refused with %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('the optimal generalisation under conditions', () => {
  const rows = [
    ['a1', 'flu'],
    ['a1', 'flu'],
    ['a2', 'flu'],
    ['a2', 'cancer'],
    ['b1', 'cancer'],
    ['b1', 'flu'],
  ];
  const all = encodeRows(['place', 'disease'], rows);
  const question = {
    table: { ...all, columns: [all.columns[0]!] },
    hierarchies: [
      createHierarchy('place', [
        ['a1', 'a', '*'],
        ['a2', 'a', '*'],
        ['b1', 'b', '*'],
      ]),
    ],
    k: 2,
    loss: 'loss-mean' as const,
    sensitive: all.columns[1]!,
  };

  it('is the one without, where there is none', () => {
    const { levels, loss } = findOptimum(question);
    expect(findOptimumUnder({ ...question, conditions: [] })).toMatchObject({ levels, loss });
    expect(levels).toEqual([0]);
  });

  it('goes up to where every class has two values', () => {
    expect(findOptimumUnder({ ...question, conditions: [distinctDiversity(2)] }).levels).toEqual([1]);
  });

  it('leaves the failing class out instead, where so many rows may be', () => {
    const found = findOptimumUnder({ ...question, suppression: '0.4', conditions: [distinctDiversity(2)] });
    expect(found).toMatchObject({ levels: [0], suppressed: 2, classes: 2 });
  });

  it('is refused where nothing meets the conditions', () => {
    expect(() => findOptimumUnder({ ...question, conditions: [distinctDiversity(3)] })).toThrow(
      /no levels meet all conditions/,
    );
  });
});
