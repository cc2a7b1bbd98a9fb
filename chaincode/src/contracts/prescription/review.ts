import type {
  ApproveCommand,
  ClaimReviewCommand,
  Finding,
  PrescriptionBody,
  ReasonedCommand,
  RecordFindingsCommand,
} from '../../api';
import { approve, claimReview, decideAgainst, recordFindings } from '../../domain/review';
import { PRESCRIPTION_INPUT } from '../../domain/validation/prescription-input';
import { PRIVATE_INPUT } from '../../domain/validation/private-input';
import { privateKeys } from '../../store/keys';
import { keepPrivate } from '../../store/private-data';
import { readPolicy } from '../../store/registry';
import { readBody, readDetail, readOptionalDetail } from '../../store/transient';
import { transition } from './transition';

export const claimReviewTransaction = transition<ClaimReviewCommand>(
  'ClaimReview',
  PRESCRIPTION_INPUT.plain,
  async ({ header }, { stub, caller, now }) => claimReview(header, caller, (await readPolicy(stub)).parameters, now),
);

export const recordFindingsTransaction = transition<RecordFindingsCommand>(
  'RecordFindings',
  PRESCRIPTION_INPUT.RecordFindings,
  async ({ header, lines }, { stub, command, caller, now }) => {
    // The body proves that the rules were run on what is reviewed.
    readBody(stub, header.commitment);
    const sealed = readDetail<readonly Finding[]>(stub, PRIVATE_INPUT.findings, command.commitment);
    const isBlocking = sealed.content.some(({ severity }) => severity === 'blocking');
    const findings = { rulePack: command.rulePack, commitment: command.commitment, isBlocking };
    const recorded = recordFindings(header, caller, findings, now);
    await keepPrivate(stub, [header.hospital, header.centre], privateKeys.findings(stub, header.id), sealed);
    return { header: recorded, lines, commitment: command.commitment };
  },
);

const hasControlledDrug = (body: PrescriptionBody): boolean => body.lines.some(({ isControlled }) => isControlled);

export const approveTransaction = transition<ApproveCommand>(
  'Approve',
  PRESCRIPTION_INPUT.plain,
  ({ header }, { stub, caller, now }) =>
    approve(header, caller, hasControlledDrug(readBody(stub, header.commitment).content), now),
);

const against = (name: 'Return' | 'Refuse', decision: 'RETURNED' | 'REFUSED') =>
  transition<ReasonedCommand>(
    name,
    PRESCRIPTION_INPUT.reasoned,
    async ({ header, lines }, { stub, command, caller, now }) => {
      const reason = readOptionalDetail<string>(stub, PRIVATE_INPUT.reason);
      const decided = decideAgainst(header, caller, command, decision, reason !== undefined, now);
      if (reason !== undefined) {
        await keepPrivate(stub, [header.hospital, header.centre], privateKeys.reason(stub, header.id), reason);
      }
      return { header: decided, lines, commitment: reason?.commitment };
    },
  );

export const returnTransaction = against('Return', 'RETURNED');
export const refuseTransaction = against('Refuse', 'REFUSED');
