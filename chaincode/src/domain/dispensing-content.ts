import type { DispensedLine, DispensingRecord, LineView, PrescriptionBody } from '../api';
import { isClosed } from './prescription';
import { refuse } from './refusal';
import type { Fault } from './validation/schema';

/** The private side of a dispensing: what was prescribed, and what is said of what was handed out. */
export interface DispensingContent {
  /** Units prescribed in a line; 0 if there is no such line. */
  prescribed(line: number): number;
  isSubstitutionAllowed(line: number): boolean;
  record(line: number): DispensingRecord['lines'][number] | undefined;
  readonly recordedLines: readonly number[];
}

/** Body and record as lookups by line. */
export function dispensingContent(body: PrescriptionBody, record: DispensingRecord): DispensingContent {
  const records = new Map(record.lines.map((line) => [line.line, line]));
  return {
    prescribed: (line) => body.lines[line - 1]?.quantity ?? 0,
    isSubstitutionAllowed: (line) => body.lines[line - 1]?.isSubstitutionAllowed ?? false,
    record: (line) => records.get(line),
    recordedLines: record.lines.map(({ line }) => line),
  };
}

/** @throws Refusal INPUT_INVALID with all faults of form, or else RX_LINE, RX_QUANTITY or RX_SUBSTITUTION with all lines */
export function checkDispensedLines(
  given: readonly DispensedLine[],
  lines: readonly LineView[],
  content: DispensingContent,
): void {
  const faults = [...formFaults(given, content), ...recordFaults(given, content)];
  if (faults.length > 0) refuse('INPUT_INVALID', { faults });
  refuseLines('RX_LINE', given, (entry) => {
    const line = lines[entry.line - 1];
    return line === undefined || isClosed(line);
  });
  refuseLines(
    'RX_QUANTITY',
    given,
    (entry) => lines[entry.line - 1]!.dispensed + entry.quantity > content.prescribed(entry.line),
  );
  refuseLines(
    'RX_SUBSTITUTION',
    given,
    (entry) =>
      content.record(entry.line)?.substitutionReason !== undefined && !content.isSubstitutionAllowed(entry.line),
  );
}

function refuseLines(
  code: 'RX_LINE' | 'RX_QUANTITY' | 'RX_SUBSTITUTION',
  given: readonly DispensedLine[],
  isWrong: (line: DispensedLine) => boolean,
): void {
  const faults = given.flatMap((line, index) => (isWrong(line) ? [{ path: `/lines/${index}`, rule: code }] : []));
  if (faults.length > 0) refuse(code, { faults });
}

function formFaults(given: readonly DispensedLine[], content: DispensingContent): Fault[] {
  const seen = new Set<number>();
  return given.flatMap((line, index) => {
    const faults: Fault[] = [];
    const fault = (name: string, rule: string): number => faults.push({ path: `/lines/${index}/${name}`, rule });
    if (seen.has(line.line)) fault('line', 'once');
    seen.add(line.line);
    if (line.quantity > 0 && line.notDispensedReason !== undefined) fault('notDispensedReason', 'without-quantity');
    if (line.quantity === 0 && line.notDispensedReason === undefined && line.isOwing !== true) {
      fault('notDispensedReason', 'required');
    }
    if (line.quantity > 0 && content.record(line.line) === undefined) {
      faults.push({ path: '/detail/lines', rule: 'batch' });
    }
    return faults;
  });
}

/** A record speaks of each line that was handed out, once, and of no other. */
function recordFaults(given: readonly DispensedLine[], { recordedLines }: DispensingContent): Fault[] {
  const handedOut = new Set(given.filter(({ quantity }) => quantity > 0).map(({ line }) => line));
  return recordedLines.flatMap((line, index) => {
    if (!handedOut.has(line)) return [{ path: `/detail/lines/${index}/line`, rule: 'not-handed-out' }];
    if (recordedLines.indexOf(line) !== index) return [{ path: `/detail/lines/${index}/line`, rule: 'once' }];
    return [];
  });
}
