import { refuse } from '../refusal';
import type { Check, Fault } from './schema';

/** Bytes a command or query may have. */
export const MAXIMUM_COMMAND_BYTES = 32 * 1024;
/** Bytes each entry of the transient map may have. */
export const MAXIMUM_PRIVATE_BYTES = 128 * 1024;
/** Faults told at once; more help nobody. */
const MAXIMUM_FAULTS = 50;

/**
 * Reads JSON of a known form.
 * @param path where it stands, as a JSON pointer prefix for faults: '' for a command, '/body' for the body
 * @throws Refusal INPUT_TOO_LARGE, INPUT_MALFORMED, or INPUT_INVALID with all faults
 */
export function parseInput<T>(input: string, check: Check, path = '', maximumBytes = MAXIMUM_COMMAND_BYTES): T {
  const value = parseJson(input, path, maximumBytes);
  const faults: Fault[] = [];
  check(value, path, faults);
  if (faults.length > 0) refuse('INPUT_INVALID', { faults: faults.slice(0, MAXIMUM_FAULTS) });
  return value as T;
}

/** JSON within a size, of any form. */
export function parseJson(input: string, path: string, maximumBytes: number): unknown {
  if (typeof input !== 'string') refuse('INPUT_MALFORMED', { faults: [{ path, rule: 'string' }] });
  if (input.length > maximumBytes || Buffer.byteLength(input) > maximumBytes) {
    refuse('INPUT_TOO_LARGE', { faults: [{ path, rule: 'maximum-bytes' }] });
  }
  try {
    return JSON.parse(input);
  } catch {
    // The parser's own message quotes the input.
    return refuse('INPUT_MALFORMED', { faults: [{ path, rule: 'json' }] });
  }
}
