import type { PrescriptionCommand } from '../../api';
import { admit } from '../../domain/admission';
import { rolesOf, type PrescriptionTransaction } from '../../domain/prescription-machine';
import { partiesOf, toView, type Prescription, type PrescriptionHeader } from '../../domain/prescription';
import type { Check } from '../../domain/validation/schema';
import { readHeader, readLines, savePrescription } from '../../store/prescriptions';
import type { Invocation, Outcome, Transaction } from '../invocation';

/** What a transition makes of a prescription: the header alone, or lines too; and a commitment for its event. */
export type Change = PrescriptionHeader | (Prescription & { readonly commitment?: string | undefined });

/** A transaction on a prescription that exists: load, admit, change, save. */
export const transition = <C extends PrescriptionCommand>(
  name: PrescriptionTransaction,
  form: Check,
  change: (prescription: Prescription, invocation: Invocation<C>) => Promise<Change> | Change,
): Transaction<C> => ({
  contract: 'prescription',
  name,
  form,
  roles: rolesOf(name),
  async run(invocation) {
    const { stub, command, caller, now } = invocation;
    const header = await readHeader(stub, command.id);
    admit(name, header, caller, command, now);
    const before = { header, lines: await readLines(stub, header) };
    const changed = await change(before, invocation);
    const after = 'header' in changed ? changed : { header: changed, lines: before.lines };
    await savePrescription(stub, before, after);
    return outcomeOf(after, header.status, 'header' in changed ? changed.commitment : undefined);
  },
});

/** The view as answer, and the event of a step. */
export const outcomeOf = (after: Prescription, from?: string, commitment?: string): Outcome => ({
  result: toView(after),
  event: {
    subject: after.header.id,
    ...(from !== undefined && { from }),
    to: after.header.status,
    version: after.header.version,
    parties: partiesOf(after.header),
    ...(commitment !== undefined && { commitment }),
  },
});
