import type { LineStatus, LineView, PrescriptionView } from '../api';

/** A prescription's header as it stands in public state: the view, with lines on keys of their own. */
export interface PrescriptionHeader extends Omit<PrescriptionView, 'lines'> {
  readonly lineCount: number;
  /** Dispensings made so far, and the number of the last that has not been withdrawn (0: none). */
  readonly dispensings: { readonly made: number; readonly last: number };
  /** What private data hospital and centre hold beside the body: what an erasure purges. */
  readonly kept: readonly KeptDetail[];
  /** Set when settled: its peer signs from then on. */
  readonly payer?: string;
}

export type KeptDetail = 'findings' | 'reason';

/** A header with its lines. */
export interface Prescription {
  readonly header: PrescriptionHeader;
  readonly lines: readonly LineView[];
}

/** Lines that nothing more happens to. */
export const CLOSED_LINES: readonly LineStatus[] = ['dispensed', 'not-dispensed'];

export const isClosed = (line: LineView): boolean => CLOSED_LINES.includes(line.status);

/** Lines as they are when issued, and again for each amended body. */
export const openLines = (count: number): readonly LineView[] =>
  Array.from({ length: count }, (_, index) => ({ line: index + 1, status: 'open', dispensed: 0 }) as const);

/** The next version of a header. */
export const advance = (
  header: PrescriptionHeader,
  now: number,
  change: Partial<PrescriptionHeader>,
): PrescriptionHeader => ({ ...header, ...change, version: header.version + 1, updatedAt: now });

/** What everyone may see. What was left open when it ended shows as cancelled or expired. */
export function toView({ header, lines }: Prescription): PrescriptionView {
  const { lineCount: _count, dispensings: _dispensings, kept: _kept, payer: _payer, ...view } = header;
  return { ...view, lines: lines.map((line) => endedLine(header, line)) };
}

function endedLine({ status }: PrescriptionHeader, line: LineView): LineView {
  if (isClosed(line)) return line;
  if (status === 'CANCELLED') return { ...line, status: 'cancelled' };
  if (status === 'EXPIRED') return { ...line, status: 'expired' };
  return line;
}

/** Organisations that have a part in it: those an event goes on to. */
export const partiesOf = (header: PrescriptionHeader): readonly string[] => [
  ...new Set([
    header.hospital,
    header.centre,
    ...header.pharmacies,
    ...(header.nominatedPharmacy === undefined ? [] : [header.nominatedPharmacy]),
    ...(header.payer === undefined ? [] : [header.payer]),
  ]),
];
