import { compareKeys } from './key-order';
import { SortedKeys } from './sorted-keys';

const byBytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));

describe('order of keys', () => {
  it('is the order of UTF-8 bytes, beyond the basic plane too', () => {
    const keys = [
      '',
      'a',
      'ab',
      'b',
      '\u0000x',
      '\u00e9',
      '\ud7ff',
      '\ue000',
      '\uffff',
      '\u{10000}',
      '\u{10ffff}',
      'a\u{1f600}',
      'a\uffff',
    ];
    for (const left of keys) {
      for (const right of keys) {
        expect(Math.sign(compareKeys(left, right))).toBe(Math.sign(byBytes(left, right)));
      }
    }
    // What UTF-16 order would get wrong.
    expect('\uffff' < '\u{10000}').toBe(false);
    expect(compareKeys('\uffff', '\u{10000}')).toBeLessThan(0);
  });

  it('holds for a set of many keys, added in any order', () => {
    const keys = Array.from({ length: 5_000 }, (_, index) => `k${(index * 7919) % 5_000}`);
    const sorted = new SortedKeys();
    for (const key of keys) sorted.add(key);
    for (const key of keys.slice(0, 1_000)) sorted.remove(key);
    const found: string[] = [];
    for (let key = sorted.seek('', true); key !== undefined; key = sorted.seek(key, false)) found.push(key);
    expect(found).toEqual(keys.slice(1_000).sort(byBytes));
  });

  it('finds the first key that is not before a start', () => {
    const sorted = new SortedKeys();
    for (const key of ['b', 'd']) sorted.add(key);
    expect([sorted.seek('a', true), sorted.seek('b', true), sorted.seek('b', false), sorted.seek('c', true)]).toEqual([
      'b',
      'b',
      'd',
      'd',
    ]);
    expect(sorted.seek('d', false)).toBeUndefined();
  });
});
