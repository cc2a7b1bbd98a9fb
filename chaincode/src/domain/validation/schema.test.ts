import {
  between,
  either,
  flag,
  list,
  matching,
  oneOf,
  optional,
  record,
  text,
  whole,
  type Check,
  type Fault,
} from './schema';

function faults(check: Check, value: unknown): string[] {
  const found: Fault[] = [];
  check(value, '', found);
  return found.map(({ path, rule }) => `${path} ${rule}`);
}

describe('checks of form', () => {
  it.each<[string, Check, unknown[], unknown[]]>([
    [
      'a pattern',
      matching('^[a-z]{2}$', 'p'),
      ['ab'],
      ['a', 'abc', 'ab\n', '\nab', 'a\u0000', 12, null, undefined, ['ab']],
    ],
    ['text', text(4), ['a', 'äöü', 'a\tb\n', '😀😀'], ['', 'abcde', 'a\u0000', '\u007f', '\ud83d', 1, {}]],
    ['a whole number', whole(0, 10), [0, 10], [-1, 11, 1.5, '1', NaN, Infinity, null]],
    ['a number', between(0.5, 2), [0.5, 1.25, 2], [0.4, 2.1, '1', NaN, null]],
    ['a flag', flag, [true, false], [0, 'true', null]],
    ['one of a set', oneOf(['a', 'b']), ['a'], ['c', 'constructor', null, 0]],
    ['either form', either(oneOf(['*']), matching('^x$', 'p')), ['*', 'x'], ['y', 1]],
    ['a list', list(whole(0, 9), 1, 2), [[1], [1, 2]], [[], [1, 2, 3], ['1'], {}, 'ab', null]],
    [
      'a record',
      record<{ a: number; b?: number }>({ a: whole(0, 9), b: optional(whole(0, 9)) }),
      [{ a: 1 }, { a: 1, b: 2 }],
      [{}, { b: 1 }, { a: 1, b: null }, { a: 1, c: 1 }, [], null, 'a'],
    ],
  ])('%s', (_what, check, good, bad) => {
    good.forEach((value) => expect(faults(check, value)).toEqual([]));
    bad.forEach((value) => expect(faults(check, value).length).toBeGreaterThan(0));
  });

  it('point at each fault within', () => {
    const check = record<{ items: { n: number }[] }>({ items: list(record<{ n: number }>({ n: whole(1, 2) }), 0, 5) });
    expect(faults(check, { items: [{ n: 1 }, { n: 3 }, {}, { n: 1, 'John Doe': 2 }] })).toEqual([
      '/items/1/n maximum',
      '/items/2/n required',
      '/items/3 unknown-property',
    ]);
  });
});
