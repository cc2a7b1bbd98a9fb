import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClock } from './clock';

describe('the clock of a network', () => {
  let machine = Date.UTC(2030, 0, 1);
  const clock = (directory?: string) => openClock(() => new Date(machine), directory);

  it('is the machine’s until somebody moves it, and runs on from where it was moved to', () => {
    const time = clock();
    expect(time.now()).toEqual(new Date(machine));
    time.set(new Date('2040-05-01T00:00:00Z'));
    machine += 1000;
    expect(time.now()).toEqual(new Date('2040-05-01T00:00:01Z'));
    time.advance(60_000);
    expect(time.now()).toEqual(new Date('2040-05-01T00:01:01Z'));
    time.reset();
    expect([time.shift(), time.now()]).toEqual([0, new Date(machine)]);
  });

  it('may be moved back', () => {
    const time = clock();
    time.advance(-3_600_000);
    expect(time.now()).toEqual(new Date(machine - 3_600_000));
  });

  it.each([Number.NaN, Infinity, -Date.UTC(2100, 0)])('cannot be moved by %p', (milliseconds) => {
    const time = clock();
    expect(() => time.advance(milliseconds)).toThrow('the time must be one from 1970 to 9998');
    expect(time.shift()).toBe(0);
  });

  it('is still moved after the next start', () => {
    const directory = mkdtempSync(join(tmpdir(), 'devnet-clock-'));
    clock(directory).advance(5000);
    expect(clock(directory).shift()).toBe(5000);
    rmSync(directory, { recursive: true });
  });
});
