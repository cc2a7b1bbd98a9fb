import { PATTERNS, TRANSIENT, type PrescriptionBody } from '../api';
import { refuse, refuseInput } from '../domain/refusal';
import { MAXIMUM_PRIVATE_BYTES, parseInput, parseJson } from '../domain/validation/parse';
import { PRIVATE_INPUT } from '../domain/validation/private-input';
import type { Check } from '../domain/validation/schema';
import { commitmentTo } from './commitment';
import type { Stub } from './stub';

/** Private content with the salt of its commitment: what private data keeps. */
export interface Sealed<T> {
  readonly content: T;
  readonly salt: string;
}

const SALT = new RegExp(PATTERNS.salt);
const CODE = new RegExp(PATTERNS.redemptionCode);

function read(stub: Stub, name: string, maximumBytes = MAXIMUM_PRIVATE_BYTES): string | undefined {
  const bytes = stub.getTransient().get(name);
  if (bytes === undefined) return undefined;
  if (bytes.length > maximumBytes) refuse('INPUT_TOO_LARGE', { faults: [{ path: `/${name}`, rule: 'maximum-bytes' }] });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('INPUT_MALFORMED', { faults: [{ path: `/${name}`, rule: 'utf-8' }] });
  }
}

/** Text of the transient map. @throws Refusal INPUT_INVALID, INPUT_TOO_LARGE or INPUT_MALFORMED */
export const mustRead = (stub: Stub, name: string, maximumBytes?: number): string =>
  read(stub, name, maximumBytes) ?? refuseInput(`/${name}`, 'required');

/** 32 bytes, hex. */
export function readSalt(stub: Stub, name: string): string {
  const salt = mustRead(stub, name);
  return SALT.test(salt) ? salt : refuseInput(`/${name}`, 'salt');
}

/** @throws Refusal INPUT_COMMITMENT_MISMATCH */
export function seal<T>(content: T, salt: string, commitment: string): Sealed<T> {
  if (commitmentTo(content, salt) !== commitment) refuse('INPUT_COMMITMENT_MISMATCH');
  return { content, salt };
}

/** A body that is new to the ledger: its form is checked, then its commitment. */
export const readNewBody = (stub: Stub, commitment: string): Sealed<PrescriptionBody> =>
  seal(
    parseInput<PrescriptionBody>(mustRead(stub, TRANSIENT.body), PRIVATE_INPUT.body, '/body', MAXIMUM_PRIVATE_BYTES),
    readSalt(stub, TRANSIENT.salt),
    commitment,
  );

/** The body the ledger has a commitment to; its form was checked when that was made. */
export const readBody = (stub: Stub, commitment: string): Sealed<PrescriptionBody> =>
  seal(
    parseJson(mustRead(stub, TRANSIENT.body), '/body', MAXIMUM_PRIVATE_BYTES) as PrescriptionBody,
    readSalt(stub, TRANSIENT.salt),
    commitment,
  );

/** What only the two parties of a step may read. */
export const readDetail = <T>(stub: Stub, check: Check, commitment: string): Sealed<T> =>
  seal(
    parseInput<T>(mustRead(stub, TRANSIENT.detail), check, '/detail', MAXIMUM_PRIVATE_BYTES),
    readSalt(stub, TRANSIENT.detailSalt),
    commitment,
  );

/** Detail that may be left out, and whose commitment the contract itself makes. */
export function readOptionalDetail<T>(stub: Stub, check: Check): (Sealed<T> & { commitment: string }) | undefined {
  const detail = read(stub, TRANSIENT.detail);
  if (detail === undefined) return undefined;
  const content = parseInput<T>(detail, check, '/detail', MAXIMUM_PRIVATE_BYTES);
  const salt = readSalt(stub, TRANSIENT.detailSalt);
  return { content, salt, commitment: commitmentTo(content, salt) };
}

/** The patient's redemption code. */
export function readCode(stub: Stub): string {
  const code = mustRead(stub, TRANSIENT.code);
  return CODE.test(code) ? code : refuseInput('/code', 'redemption-code');
}
