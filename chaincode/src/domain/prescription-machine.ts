import { ENDED_STATUSES, ROLES, type PrescriptionStatus, type Role, type TransactionName } from '../api';

/**
 * What a caller must be to the prescription, beyond having a role. `author` writes it; `prescriber` wrote it;
 * `patient` is named in the body; `holder` is of the pharmacy that holds it; `payer` of the organisation that was
 * invoiced; `custodian` of an organisation that keeps its private data.
 */
export type Relation =
  'any' | 'author' | 'prescriber' | 'hospital' | 'centre' | 'holder' | 'patient' | 'payer' | 'custodian';

/** One row of the table of transitions. */
export interface Transition {
  /** Empty: the transaction makes a new prescription. */
  readonly from: readonly PrescriptionStatus[];
  readonly to: readonly PrescriptionStatus[];
  /** Roles that may call it, each with the relation it must have. */
  readonly callers: Readonly<Partial<Record<Role, Relation>>>;
}

export type PrescriptionTransaction = TransactionName<'prescription'>;

/** A pharmacy has it. */
export const HELD: readonly PrescriptionStatus[] = ['REDEEMED', 'PARTLY_DISPENSED'];
/** On its way, and no pharmacy has it. */
export const UNHELD: readonly PrescriptionStatus[] = ['SUBMITTED', 'IN_REVIEW', 'RETURNED', 'APPROVED'];
/** Can still be dispensed from, so it can expire. */
export const OPEN: readonly PrescriptionStatus[] = [...UNHELD, ...HELD];
/** No transition leaves these. */
export const ENDED: readonly PrescriptionStatus[] = ENDED_STATUSES;
/** Nothing more will be handed out: private data may go once the retention period is over. */
export const FINISHED: readonly PrescriptionStatus[] = ['DISPENSED', ...ENDED];
/** The next fill of a series may open after one of these; a cancelled or refused fill ends the series. */
export const FILL_OVER: readonly PrescriptionStatus[] = ['DISPENSED', 'NOT_DISPENSED', 'SETTLED', 'EXPIRED'];

const everyone = Object.fromEntries(ROLES.map((role) => [role, 'any'])) as Record<Role, Relation>;

/** The state machine of a prescription: read by the contracts, by `allowed` in refusals and by the documentation. */
export const PRESCRIPTION_MACHINE: Readonly<Record<PrescriptionTransaction, Transition>> = {
  Issue: { from: [], to: ['SUBMITTED'], callers: { physician: 'author' } },
  Amend: { from: ['RETURNED'], to: ['SUBMITTED'], callers: { physician: 'prescriber' } },
  // From IN_REVIEW too: when a reviewer's lease is over another takes the review on.
  ClaimReview: { from: ['SUBMITTED', 'IN_REVIEW'], to: ['IN_REVIEW'], callers: { reviewer: 'centre' } },
  RecordFindings: { from: ['IN_REVIEW'], to: ['IN_REVIEW'], callers: { reviewer: 'centre' } },
  // Stays IN_REVIEW where a second reviewer must approve.
  Approve: { from: ['IN_REVIEW'], to: ['APPROVED', 'IN_REVIEW'], callers: { reviewer: 'centre' } },
  Return: { from: ['IN_REVIEW'], to: ['RETURNED'], callers: { reviewer: 'centre' } },
  Refuse: { from: ['IN_REVIEW'], to: ['REFUSED'], callers: { reviewer: 'centre' } },
  Redeem: { from: ['APPROVED'], to: ['REDEEMED'], callers: { dispenser: 'any' } },
  Dispense: { from: HELD, to: ['PARTLY_DISPENSED', 'DISPENSED', 'NOT_DISPENSED'], callers: { dispenser: 'holder' } },
  GiveBack: { from: HELD, to: ['APPROVED', 'CANCELLED'], callers: { dispenser: 'holder' } },
  Recall: { from: ['REDEEMED'], to: ['APPROVED', 'CANCELLED'], callers: { patient: 'patient' } },
  Withdraw: {
    from: ['PARTLY_DISPENSED', 'DISPENSED'],
    to: ['REDEEMED', 'PARTLY_DISPENSED'],
    callers: { dispenser: 'holder' },
  },
  Settle: { from: ['DISPENSED'], to: ['SETTLED'], callers: { payer: 'payer' } },
  // While a pharmacy holds it the status stays and the cancellation is pending.
  Cancel: { from: OPEN, to: ['CANCELLED', ...HELD], callers: { physician: 'prescriber', patient: 'patient' } },
  Expire: { from: OPEN, to: ['EXPIRED'], callers: everyone },
  ReplaceCode: {
    from: UNHELD,
    to: UNHELD,
    callers: { physician: 'hospital', clerk: 'hospital', patient: 'patient' },
  },
  OpenFill: {
    from: [],
    to: ['APPROVED'],
    callers: { physician: 'prescriber', clerk: 'hospital', patient: 'patient' },
  },
  Erase: { from: FINISHED, to: FINISHED, callers: { patient: 'patient', steward: 'custodian' } },
};

/** Roles that may call a transaction. */
export const rolesOf = (transaction: PrescriptionTransaction): readonly Role[] =>
  Object.keys(PRESCRIPTION_MACHINE[transaction].callers) as Role[];

/** Transactions the table allows a role to try in a status. */
export const allowedIn = (status: PrescriptionStatus, role: Role): readonly PrescriptionTransaction[] =>
  (Object.entries(PRESCRIPTION_MACHINE) as [PrescriptionTransaction, Transition][])
    .filter(([, { from, callers }]) => from.includes(status) && callers[role] !== undefined)
    .map(([transaction]) => transaction);
