import type { OpenFillCommand, PolicyParameters, PrescriptionBody } from '../api';
import { statusOf } from './admission';
import { DAY } from './duration';
import { checkValidity } from './issue';
import { FILL_OVER, OPEN } from './prescription-machine';
import { openLines, type Prescription, type PrescriptionHeader } from './prescription';
import { refuse } from './refusal';

/** Where a series stands. Absent until a second fill opens. */
export interface Series {
  readonly of: string;
  /** The fill opened last. */
  readonly latest: number;
}

/** Id of a fill: the first bears the id of the series. */
export const fillId = (series: string, fill: number): string => (fill === 1 ? series : `${series}-${fill}`);

/** Id of the series a prescription belongs to, or would belong to. */
export const seriesId = (id: string): string => id.split('-')[0]!;

/**
 * The next fill, approved with the series: the same signed body under a number of its own.
 * @param previous the fill opened last
 * @throws Refusal RX_ERASED, RX_NO_REPEAT, RX_STATUS, RX_FILL_EARLY or INPUT_INVALID
 */
export function openFill(
  previous: PrescriptionHeader,
  body: PrescriptionBody,
  command: OpenFillCommand,
  policy: PolicyParameters,
  now: number,
): Prescription {
  const { series } = previous;
  if (previous.erasedAt !== undefined) refuse('RX_ERASED', statusOf(previous));
  if (series === undefined || body.repeat === undefined || series.fill >= series.fills) {
    return refuse('RX_NO_REPEAT', statusOf(previous));
  }
  checkOver(previous);
  const until = (previous.approvedAt ?? previous.issuedAt) + body.repeat.intervalDays * DAY;
  if (now < until) refuse('RX_FILL_EARLY', { ...statusOf(previous), until });
  checkValidity(command.validUntil, policy, now);
  const fill = series.fill + 1;
  const { findings } = previous.review ?? {};
  const header: PrescriptionHeader = {
    id: fillId(series.of, fill),
    status: 'APPROVED',
    version: 1,
    bodyVersion: previous.bodyVersion,
    hospital: previous.hospital,
    centre: previous.centre,
    prescriber: previous.prescriber,
    commitment: previous.commitment,
    codeHash: command.codeHash,
    issuedAt: now,
    updatedAt: now,
    approvedAt: now,
    validUntil: command.validUntil,
    ...(previous.nominatedPharmacy !== undefined && { nominatedPharmacy: previous.nominatedPharmacy }),
    ...(findings !== undefined && { review: { findings } }),
    pharmacies: [],
    series: { ...series, fill },
    lineCount: previous.lineCount,
    dispensings: { made: 0, last: 0 },
    kept: [],
  };
  return { header, lines: openLines(previous.lineCount) };
}

function checkOver(previous: PrescriptionHeader): void {
  if (FILL_OVER.includes(previous.status)) return;
  refuse(OPEN.includes(previous.status) ? 'RX_STATUS' : 'RX_NO_REPEAT', statusOf(previous));
}
