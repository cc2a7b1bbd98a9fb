import { BoundedCache } from './bounded-cache';

describe('a bounded cache', () => {
  it('forgets what was used longest ago', () => {
    const cache = new BoundedCache<string, number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2]);
  });

  it('makes a value once, and keeps nothing of a failure', () => {
    const cache = new BoundedCache<string, number>(2);
    expect(() =>
      cache.getOrCreate('a', () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(cache.getOrCreate('a', () => 1)).toBe(1);
    expect(cache.getOrCreate('a', () => 2)).toBe(1);
  });
});
