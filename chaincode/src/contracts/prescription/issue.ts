import type { AmendCommand, IssueCommand } from '../../api';
import { amend, issue } from '../../domain/issue';
import { refuse } from '../../domain/refusal';
import { rolesOf } from '../../domain/prescription-machine';
import { PRESCRIPTION_INPUT } from '../../domain/validation/prescription-input';
import { privateKeys } from '../../store/keys';
import { findHeader, savePrescription } from '../../store/prescriptions';
import { keepPrivate } from '../../store/private-data';
import { readPolicy, requireMember } from '../../store/registry';
import { readNewBody } from '../../store/transient';
import type { Transaction } from '../invocation';
import { outcomeOf, transition } from './transition';

/*
 * Whether the patient is registered is not looked up: what a transaction reads stands in the block for everyone, and
 * would tell whose prescription this is.
 */
export const issueTransaction: Transaction<IssueCommand> = {
  contract: 'prescription',
  name: 'Issue',
  form: PRESCRIPTION_INPUT.Issue,
  roles: rolesOf('Issue'),
  async run({ stub, command, caller, now }) {
    const sealed = readNewBody(stub, command.commitment);
    const { parameters } = await readPolicy(stub);
    const issued = issue(command, sealed.content, caller, parameters, now);
    await requireMember(stub, command.centre, 'centre');
    if (command.nominatedPharmacy !== undefined) await requireMember(stub, command.nominatedPharmacy, 'pharmacy');
    const existing = await findHeader(stub, command.id);
    if (existing !== undefined) refuse('RX_EXISTS', { status: existing.status, version: existing.version });
    await keepPrivate(stub, [caller.mspId, command.centre], privateKeys.body(stub, command.id), sealed);
    await savePrescription(stub, undefined, issued);
    return outcomeOf(issued);
  },
};

export const amendTransaction = transition<AmendCommand>(
  'Amend',
  PRESCRIPTION_INPUT.Amend,
  async ({ header }, { stub, command, caller, now }) => {
    const sealed = readNewBody(stub, command.commitment);
    const { parameters } = await readPolicy(stub);
    const amended = amend(header, command, sealed.content, caller, parameters, now);
    await keepPrivate(stub, [header.hospital, header.centre], privateKeys.body(stub, header.id), sealed);
    return amended;
  },
);
