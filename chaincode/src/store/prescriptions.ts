import type { LineView } from '../api';
import type { Dispensing } from '../domain/dispensing';
import type { Prescription, PrescriptionHeader } from '../domain/prescription';
import { refuse } from '../domain/refusal';
import type { Series } from '../domain/series';
import { allOf, signersOf } from '../domain/signers';
import { keys } from './keys';
import { readState, requireSigners, writeState } from './state';
import type { Stub } from './stub';

/** @throws Refusal RX_NOT_FOUND */
export const readHeader = async (stub: Stub, id: string): Promise<PrescriptionHeader> =>
  (await findHeader(stub, id)) ?? refuse('RX_NOT_FOUND');

export const findHeader = (stub: Stub, id: string): Promise<PrescriptionHeader | undefined> =>
  readState<PrescriptionHeader>(stub, keys.header(stub, id));

/** The lines of a prescription, in order. */
export const readLines = async (stub: Stub, { id, lineCount }: PrescriptionHeader): Promise<readonly LineView[]> =>
  Promise.all(
    Array.from(
      { length: lineCount },
      async (_, index) => (await readState<LineView>(stub, keys.line(stub, id, index + 1)))!,
    ),
  );

/**
 * Writes what changed: the header, lines that are other than before, and, where the state moved the signers, the
 * policies of header and lines.
 */
export async function savePrescription(
  stub: Stub,
  before: Prescription | undefined,
  after: Prescription,
): Promise<void> {
  const { id } = after.header;
  const signers = signersOf(after.header);
  const haveMoved = before === undefined || JSON.stringify(signersOf(before.header)) !== JSON.stringify(signers);
  await writeState(stub, keys.header(stub, id), after.header);
  if (haveMoved) await requireSigners(stub, keys.header(stub, id), signers);
  for (const [index, line] of after.lines.entries()) {
    const earlier = before?.lines[index];
    const key = keys.line(stub, id, line.line);
    if (earlier === undefined || !isSameLine(earlier, line)) await writeState(stub, key, line);
    if (haveMoved || earlier === undefined) await requireSigners(stub, key, signers);
  }
  for (const line of before?.lines.slice(after.lines.length) ?? []) {
    await stub.deleteState(keys.line(stub, id, line.line));
  }
}

const isSameLine = (a: LineView, b: LineView): boolean =>
  a.status === b.status && a.dispensed === b.dispensed && a.reasonCode === b.reasonCode;

/** A dispensing is signed for by those who hold its record, for good. */
export async function saveDispensing(
  stub: Stub,
  { id, centre }: PrescriptionHeader,
  dispensing: Dispensing,
): Promise<void> {
  const key = keys.dispensing(stub, id, dispensing.number);
  await writeState(stub, key, dispensing);
  if (dispensing.withdrawn === undefined) await requireSigners(stub, key, allOf(centre, dispensing.pharmacy));
}

/** Undefined where the number is 0 or none is kept. */
export const readDispensing = async (stub: Stub, id: string, number: number): Promise<Dispensing | undefined> =>
  number === 0 ? undefined : readState<Dispensing>(stub, keys.dispensing(stub, id, number));

/** Every dispensing ever made, in order. */
export const readDispensings = async (
  stub: Stub,
  { id, dispensings }: PrescriptionHeader,
): Promise<readonly Dispensing[]> =>
  Promise.all(
    Array.from({ length: dispensings.made }, async (_, index) => (await readDispensing(stub, id, index + 1))!),
  );

/** Which fill of a series was opened last; undefined until a second one is. */
export const readSeries = (stub: Stub, id: string): Promise<Series | undefined> =>
  readState<Series>(stub, keys.series(stub, id));

export async function saveSeries(stub: Stub, header: PrescriptionHeader, series: Series): Promise<void> {
  const key = keys.series(stub, series.of);
  await writeState(stub, key, series);
  await requireSigners(stub, key, allOf(header.hospital, header.centre));
}
