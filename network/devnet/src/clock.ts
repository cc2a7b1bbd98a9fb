import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RequestError } from './request-error';

/** The time of a network: this machine's, moved by as much as somebody moved it, and running on from there. */
export interface NetworkTime {
  now(): Date;
  /** This machine's clock, by which clients go. */
  machine(): Date;
  /** How far it is from this machine's clock, in milliseconds; negative where it is behind. */
  shift(): number;
  /** Makes it this time now. @throws RequestError for what is no time */
  set(at: Date): void;
  /** Moves it on by milliseconds, back where they are negative. @throws RequestError for what is no time */
  advance(milliseconds: number): void;
  /** Makes it this machine's time again. */
  reset(): void;
}

const fileName = 'clock.json';

/** What a certificate can be dated with. */
const latest = Date.UTC(9999, 0);

const stored = (file: string | undefined): number =>
  file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { shift: number }).shift : 0;

/**
 * Makes a network's clock. With a directory, it is still moved after the next start.
 * @param machine this machine's clock
 */
export const openClock = (machine: () => Date, directory: string | undefined): NetworkTime => {
  const file = directory && join(directory, fileName);
  let shift = stored(file);
  const move = (to: number): void => {
    const at = machine().getTime() + to;
    if (!(at >= 0 && at < latest)) throw new RequestError('invalid', 'the time must be one from 1970 to 9998');
    shift = Math.round(to);
    if (file) writeFileSync(file, JSON.stringify({ shift }), { mode: 0o600 });
  };
  return {
    now: () => new Date(machine().getTime() + shift),
    machine,
    shift: () => shift,
    set: (at) => move(at.getTime() - machine().getTime()),
    advance: (milliseconds) => move(shift + milliseconds),
    reset: () => move(0),
  };
};
