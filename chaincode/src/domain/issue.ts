import type { ActorView, AmendCommand, IssueCommand, PolicyParameters, PrescriptionBody } from '../api';
import type { Actor } from './actor';
import { DAY } from './duration';
import { advance, openLines, type Prescription, type PrescriptionHeader } from './prescription';
import { refuse, refuseInput } from './refusal';

/** A new prescription. */
export function issue(
  command: IssueCommand,
  body: PrescriptionBody,
  caller: Actor,
  policy: PolicyParameters,
  now: number,
): Prescription {
  // An id with a suffix is a fill of a series: nobody may take it before the series gets there.
  if (command.id.includes('-')) refuseInput('/id', 'not-a-fill');
  checkBody(body, caller.entry, policy);
  checkValidity(command.validUntil, policy, now);
  const header: PrescriptionHeader = {
    id: command.id,
    status: 'SUBMITTED',
    version: 1,
    bodyVersion: 1,
    hospital: caller.mspId,
    centre: command.centre,
    prescriber: caller.id,
    commitment: command.commitment,
    codeHash: command.codeHash,
    issuedAt: now,
    updatedAt: now,
    validUntil: command.validUntil,
    ...(command.nominatedPharmacy !== undefined && { nominatedPharmacy: command.nominatedPharmacy }),
    pharmacies: [],
    ...seriesOf(command.id, body),
    lineCount: body.lines.length,
    dispensings: { made: 0, last: 0 },
    kept: [],
  };
  return { header, lines: openLines(body.lines.length) };
}

/** A returned prescription with a new body: the review begins anew. */
export function amend(
  header: PrescriptionHeader,
  command: AmendCommand,
  body: PrescriptionBody,
  caller: Actor,
  policy: PolicyParameters,
  now: number,
): Prescription {
  checkBody(body, caller.entry, policy);
  const validUntil = command.validUntil ?? header.validUntil;
  checkValidity(validUntil, policy, now);
  const { review: _review, reasonCodes: _reasons, series: _series, ...rest } = header;
  const amended = advance({ ...rest, ...seriesOf(header.id, body) }, now, {
    status: 'SUBMITTED',
    bodyVersion: header.bodyVersion + 1,
    commitment: command.commitment,
    validUntil,
    lineCount: body.lines.length,
  });
  return { header: amended, lines: openLines(body.lines.length) };
}

const seriesOf = (id: string, body: PrescriptionBody): Pick<PrescriptionHeader, 'series'> =>
  body.repeat === undefined ? {} : { series: { of: id, fill: 1, fills: body.repeat.fills } };

/** @throws Refusal INPUT_INVALID unless the end lies ahead and within the agreed longest validity */
export function checkValidity(validUntil: number, policy: PolicyParameters, now: number): void {
  if (validUntil <= now) refuseInput('/validUntil', 'in-the-future');
  if (validUntil > now + policy.maximumValidityDays * DAY) refuseInput('/validUntil', 'maximum-validity');
}

function checkBody(body: PrescriptionBody, physician: ActorView | undefined, policy: PolicyParameters): void {
  if (body.lines.length > policy.maximumLines) refuseInput('/body/lines', 'maximum-lines');
  const scope = physician?.scope ?? [];
  const faults = body.lines
    .filter(({ drug }) => !scope.some((prefix) => prefix === '*' || drug.atc.startsWith(prefix)))
    .map(({ line }) => ({ path: `/body/lines/${line - 1}/drug/atc`, rule: 'scope' }));
  if (faults.length > 0) refuse('ACCESS_SCOPE', { faults });
}
