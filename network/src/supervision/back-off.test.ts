import { pauseBefore } from './back-off';

describe('the pause before a crashed process starts anew', () => {
  it('doubles with each crash in a row, up to half a minute', () => {
    expect([1, 2, 3, 4].map(pauseBefore)).toEqual([250, 500, 1000, 2000]);
    expect(pauseBefore(50)).toBe(30_000);
  });
});
