import type {
  AmendCommand,
  CancelCommand,
  DispenseCommand,
  DispensedLine,
  IssueCommand,
  OpenFillCommand,
  PrescriptionCommand,
  ReasonedCommand,
  RecordFindingsCommand,
  ReplaceCodeCommand,
  WithdrawCommand,
} from '../../api';
import { commandId, digest, instant, mspId, prescriptionCommand, prescriptionId, reasonCode } from './fields';
import { flag, list, optional, record, whole } from './schema';

/** No policy allows more lines than this. */
export const MOST_LINES = 50;
/** Units of one line. */
export const MOST_UNITS = 1_000_000;

const dispensedLine = record<DispensedLine>({
  line: whole(1, MOST_LINES),
  quantity: whole(0, MOST_UNITS),
  isOwing: optional(flag),
  notDispensedReason: optional(reasonCode),
});

/** Forms of what `prescription` is given; `plain` is a command that only names its prescription. */
export const PRESCRIPTION_INPUT = {
  Issue: record<IssueCommand>({
    commandId,
    id: prescriptionId,
    centre: mspId,
    commitment: digest,
    codeHash: digest,
    validUntil: instant,
    nominatedPharmacy: optional(mspId),
  }),
  Amend: record<AmendCommand>({ ...prescriptionCommand, commitment: digest, validUntil: optional(instant) }),
  RecordFindings: record<RecordFindingsCommand>({ ...prescriptionCommand, rulePack: digest, commitment: digest }),
  reasoned: record<ReasonedCommand>({ ...prescriptionCommand, reasonCodes: list(reasonCode, 1, 20) }),
  Dispense: record<DispenseCommand>({
    ...prescriptionCommand,
    lines: list(dispensedLine, 1, MOST_LINES),
    commitment: digest,
  }),
  oneReason: record<WithdrawCommand | CancelCommand>({ ...prescriptionCommand, reasonCode }),
  ReplaceCode: record<ReplaceCodeCommand>({ ...prescriptionCommand, codeHash: digest }),
  OpenFill: record<OpenFillCommand>({ ...prescriptionCommand, codeHash: digest, validUntil: instant }),
  plain: record<PrescriptionCommand>(prescriptionCommand),
  query: record<{ id: string }>({ id: prescriptionId }),
} as const;
