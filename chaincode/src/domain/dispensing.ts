import type { ActorId, DispenseCommand, DispensedLine, LineView } from '../api';
import { isLeased, statusOf } from './admission';
import type { Actor } from './actor';
import { checkDispensedLines, type DispensingContent } from './dispensing-content';
import { advance, isClosed, type Prescription, type PrescriptionHeader } from './prescription';
import type { PrescriptionStatus } from '../api';
import { refuse } from './refusal';

/** One dispensing, public: numbers of lines and units, no drug. A withdrawal is noted in it, never taken out of it. */
export interface Dispensing {
  readonly number: number;
  /** The dispensing before it that was not withdrawn when this one was made; 0: none. */
  readonly previous: number;
  readonly transactionId: string;
  readonly at: number;
  readonly by: ActorId;
  readonly pharmacy: string;
  /** Commitment to the record that centre and pharmacy hold. */
  readonly commitment: string;
  readonly lines: readonly DispensedLine[];
  /** What a withdrawal goes back to. */
  readonly before: { readonly status: PrescriptionStatus; readonly lines: readonly LineView[] };
  readonly withdrawn?: { readonly at: number; readonly by: ActorId; readonly reasonCode: string };
}

/** @throws Refusal RX_CANCELLATION_PENDING or RX_LEASE_OVER */
function checkHold(header: PrescriptionHeader, now: number): void {
  if (header.cancellation?.state === 'pending') {
    refuse('RX_CANCELLATION_PENDING', { ...statusOf(header), allowed: ['GiveBack'] });
  }
  if (!isLeased(header, now)) refuse('RX_LEASE_OVER', { ...statusOf(header), allowed: ['GiveBack'] });
}

/** Hands out some lines, in full, in part or not at all. */
export function dispense(
  { header, lines }: Prescription,
  command: DispenseCommand,
  content: DispensingContent,
  caller: Actor,
  transactionId: string,
  now: number,
): { readonly prescription: Prescription; readonly dispensing: Dispensing } {
  checkHold(header, now);
  checkDispensedLines(command.lines, lines, content);
  const given = new Map(command.lines.map((line) => [line.line, line]));
  const after = lines.map((line) => handOut(line, given.get(line.line), content.prescribed(line.line)));
  const number = header.dispensings.made + 1;
  return {
    prescription: {
      header: advance(header, now, { status: statusAfter(after), dispensings: { made: number, last: number } }),
      lines: after,
    },
    dispensing: {
      number,
      previous: header.dispensings.last,
      transactionId,
      at: now,
      by: caller.id,
      pharmacy: caller.mspId,
      commitment: command.commitment,
      lines: command.lines,
      before: { status: header.status, lines: lines.filter(({ line }) => given.has(line)) },
    },
  };
}

function handOut(line: LineView, given: DispensedLine | undefined, prescribed: number): LineView {
  if (given === undefined) return line;
  const dispensed = line.dispensed + given.quantity;
  if (given.notDispensedReason !== undefined && given.isOwing !== true) {
    return { ...line, status: 'not-dispensed', reasonCode: given.notDispensedReason };
  }
  const { reasonCode: _reason, ...rest } = line;
  const reason = given.notDispensedReason === undefined ? {} : { reasonCode: given.notDispensedReason };
  if (dispensed === prescribed) return { ...rest, status: 'dispensed', dispensed };
  if (given.isOwing === true) return { ...rest, ...reason, status: 'owing', dispensed };
  return { ...rest, status: dispensed > 0 ? 'part' : 'open', dispensed };
}

function statusAfter(lines: readonly LineView[]): PrescriptionStatus {
  if (!lines.every(isClosed)) return 'PARTLY_DISPENSED';
  return lines.some(({ dispensed }) => dispensed > 0) ? 'DISPENSED' : 'NOT_DISPENSED';
}
