import { Progress } from './progress';

/** A terminal that keeps what it is told, and a clock that is set by hand. */
function watched(isTTY = true) {
  const told: string[] = [];
  const clock = { now: 0 };
  const progress = new Progress('searching', { isTTY, write: (text) => told.push(text) }, () => clock.now);
  const reach = (now: number, part: number): void => {
    clock.now = now;
    progress.reach(part);
  };
  return { told, reach, progress };
}

describe('progress', () => {
  it('says per cent and time left, where it takes longer than a second', () => {
    const { told, reach, progress } = watched();
    reach(900, 0.1);
    expect(told).toEqual([]);
    reach(2000, 0.25);
    expect(told.join('')).toContain('searching  25 %, 6 s left');
    progress.end();
    expect(told.at(-1)).toBe('\r\u001b[K');
  });

  it('is not said more than twice a second', () => {
    const { told, reach } = watched();
    reach(2000, 0.25);
    reach(2100, 0.3);
    expect(told).toHaveLength(1);
    reach(2600, 0.3);
    expect(told).toHaveLength(2);
  });

  it('is in minutes where there are many seconds, and no time is guessed from nothing', () => {
    const { told, reach } = watched();
    reach(60_000, 0.001);
    expect(told[0]).not.toContain('left');
    reach(120_000, 0.1);
    expect(told[1]).toContain('18 min left');
  });

  it('is not said where nobody watches', () => {
    const { told, reach, progress } = watched(false);
    reach(5000, 0.5);
    progress.end();
    expect(told).toEqual([]);
  });
});
