import type {
  CancelCommand,
  EraseCommand,
  ExpireCommand,
  OpenFillCommand,
  ReplaceCodeCommand,
  SettleCommand,
} from '../../api';
import type { Actor } from '../../domain/actor';
import { checkClock, checkVersion } from '../../domain/admission';
import { cancel, erase, expire, settle } from '../../domain/ending';
import { advance, type PrescriptionHeader } from '../../domain/prescription';
import { rolesOf } from '../../domain/prescription-machine';
import { refuse } from '../../domain/refusal';
import { checkPatient, checkRelation } from '../../domain/relation';
import { fillId, openFill, seriesId } from '../../domain/series';
import { PRESCRIPTION_INPUT } from '../../domain/validation/prescription-input';
import { purgeAll } from '../../store/erasure';
import { privateKeys } from '../../store/keys';
import { findHeader, readHeader, readSeries, savePrescription, saveSeries } from '../../store/prescriptions';
import { keepPrivate } from '../../store/private-data';
import { readPolicy } from '../../store/registry';
import { findPayment } from '../../store/side-machines';
import type { Stub } from '../../store/stub';
import { readBody } from '../../store/transient';
import type { Transaction } from '../invocation';
import { outcomeOf, transition } from './transition';

/** A patient proves with the body that it is theirs; others were checked by organisation. */
function checkIfPatient(stub: Stub, header: PrescriptionHeader, caller: Actor): void {
  if (caller.role === 'patient') checkPatient(readBody(stub, header.commitment).content, caller);
}

export const cancelTransaction = transition<CancelCommand>(
  'Cancel',
  PRESCRIPTION_INPUT.oneReason,
  ({ header }, { stub, command, caller, now }) => {
    checkIfPatient(stub, header, caller);
    return cancel(header, command, caller, now);
  },
);

export const expireTransaction = transition<ExpireCommand>('Expire', PRESCRIPTION_INPUT.plain, ({ header }, { now }) =>
  expire(header, now),
);

export const replaceCodeTransaction = transition<ReplaceCodeCommand>(
  'ReplaceCode',
  PRESCRIPTION_INPUT.ReplaceCode,
  ({ header }, { stub, command, caller, now }) => {
    checkIfPatient(stub, header, caller);
    return advance(header, now, { codeHash: command.codeHash });
  },
);

export const settleTransaction = transition<SettleCommand>(
  'Settle',
  PRESCRIPTION_INPUT.plain,
  async ({ header }, { stub, caller, now }) => settle(header, await findPayment(stub, header.id), caller, now),
);

export const eraseTransaction = transition<EraseCommand>(
  'Erase',
  PRESCRIPTION_INPUT.plain,
  async ({ header }, { stub, caller, now }) => {
    const erased = erase(header, (await readPolicy(stub)).parameters, now);
    checkIfPatient(stub, header, caller);
    await purgeAll(stub, header);
    return erased;
  },
);

/** Takes the id of the series or of any of its fills, and opens the one after the fill opened last. */
export const openFillTransaction: Transaction<OpenFillCommand> = {
  contract: 'prescription',
  name: 'OpenFill',
  form: PRESCRIPTION_INPUT.OpenFill,
  roles: rolesOf('OpenFill'),
  async run({ stub, command, caller, now }) {
    const of = seriesId(command.id);
    const previous = await readHeader(stub, fillId(of, (await readSeries(stub, of))?.latest ?? 1));
    checkVersion(previous, command);
    checkClock(previous, now);
    checkRelation('OpenFill', previous, caller);
    if (previous.erasedAt !== undefined) refuse('RX_ERASED');
    const sealed = readBody(stub, previous.commitment);
    if (caller.role === 'patient') checkPatient(sealed.content, caller);
    const opened = openFill(previous, sealed.content, command, (await readPolicy(stub)).parameters, now);
    const { id, series } = opened.header;
    if ((await findHeader(stub, id)) !== undefined) refuse('RX_EXISTS');
    await keepPrivate(stub, [previous.hospital, previous.centre], privateKeys.body(stub, id), sealed);
    await saveSeries(stub, previous, { of, latest: series!.fill });
    await savePrescription(stub, undefined, opened);
    return outcomeOf(opened);
  },
};
