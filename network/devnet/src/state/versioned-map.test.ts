import { VersionedMap } from './versioned-map';

const value = (text: string) => Buffer.from(text);
const textAt = (map: VersionedMap, key: string, height: number) => map.at(key, height)?.value?.toString();

describe('versioned map', () => {
  it('shows a reader what was there at its height, whatever came later', () => {
    const map = new VersionedMap({ ordered: true, retention: 'all' });
    map.put('k', { block: 1, transaction: 0, value: value('one') });
    map.put('k', { block: 3, transaction: 0, value: value('three') });
    map.put('k', { block: 5, transaction: 0, value: undefined });
    expect([1, 2, 3, 4, 5, 6].map((height) => textAt(map, 'k', height))).toEqual([
      undefined,
      'one',
      'one',
      'three',
      'three',
      undefined,
    ]);
  });

  it('takes back a block that did not reach the disk', () => {
    const map = new VersionedMap({ ordered: true, retention: 'recent' });
    map.put('old', { block: 1, transaction: 0, value: value('one') }, 1);
    map.put('old', { block: 2, transaction: 0, value: value('two') }, 2);
    map.put('new', { block: 2, transaction: 1, value: value('two') }, 2);
    map.undo('old', 2);
    map.undo('new', 2);
    expect(textAt(map, 'old', 9)).toBe('one');
    expect([...map.range('', '', 9)].map(({ key }) => key)).toEqual(['old']);
  });

  it('keeps what a running reader can still see, and no more', () => {
    const map = new VersionedMap({ ordered: false, retention: 'recent' });
    for (const block of [1, 2, 3, 4]) map.put('k', { block, transaction: 0, value: value(String(block)) }, 3);
    expect(textAt(map, 'k', 3)).toBe('2');
    expect(map.at('k', 2)).toBeUndefined();
  });

  it('forgets a purged key with all its past, and keeps what was written after', () => {
    const map = new VersionedMap({ ordered: true, retention: 'all' });
    for (const block of [1, 2, 3]) map.put('k', { block, transaction: 0, value: value(String(block)) });
    map.forget('k', { block: 2, transaction: 0 });
    expect([textAt(map, 'k', 3), textAt(map, 'k', 4)]).toEqual([undefined, '3']);
    map.forget('k', { block: 3, transaction: 0 });
    expect([...map.keys()]).toEqual([]);
  });

  it('ranges over keys without those that are deleted, the end excluded unless asked for', () => {
    const map = new VersionedMap({ ordered: true, retention: 'all' });
    for (const key of ['d', 'a', 'c', 'b']) map.put(key, { block: 1, transaction: 0, value: value(key) });
    map.put('b', { block: 2, transaction: 0, value: undefined });
    const keys = (...range: Parameters<VersionedMap['range']>) => [...map.range(...range)].map(({ key }) => key);
    expect(keys('a', 'd', 3)).toEqual(['a', 'c']);
    expect(keys('a', 'd', 2)).toEqual(['a', 'b', 'c']);
    expect(keys('b', 'd', 3, true)).toEqual(['c', 'd']);
    expect(keys('b', '', 3)).toEqual(['c', 'd']);
  });
});
