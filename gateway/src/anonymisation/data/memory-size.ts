import { AnonymisationError } from '../anonymisation-error';

const UNITS = { MB: 1e6, GB: 1e9, MiB: 2 ** 20, GiB: 2 ** 30 } as const;
/** Below it not even the programs fit. */
const LEAST = 256e6;

/** Memory that a job may take unless told. */
export const USUAL_MEMORY = '1GB';

/**
 * Bytes of a size such as `512MB` or `2GiB`.
 * @throws AnonymisationError for anything else, or too little to work with
 */
export function memorySize(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([MG]i?B)$/.exec(text.trim()) ?? [];
  if (number === undefined) throw new AnonymisationError('bad-memory', `${JSON.stringify(text)} is no size`);
  const bytes = Math.floor(Number(number) * UNITS[unit as keyof typeof UNITS]);
  if (bytes < LEAST) throw new AnonymisationError('bad-memory', `${text} is too little`);
  return bytes;
}
