import type {
  DispenseCommand,
  DispensingRecord,
  GiveBackCommand,
  RecallCommand,
  RedeemCommand,
  WithdrawCommand,
} from '../../api';
import { dispense } from '../../domain/dispensing';
import { dispensingContent } from '../../domain/dispensing-content';
import { checkRedeemable, giveBack, recall, redeem } from '../../domain/redemption';
import { checkPatient } from '../../domain/relation';
import { PRESCRIPTION_INPUT } from '../../domain/validation/prescription-input';
import { PRIVATE_INPUT } from '../../domain/validation/private-input';
import { withdraw } from '../../domain/withdrawal';
import { sha256 } from '../../store/commitment';
import { privateKeys } from '../../store/keys';
import { readDispensing, saveDispensing } from '../../store/prescriptions';
import { keepPrivate } from '../../store/private-data';
import { readPolicy } from '../../store/registry';
import { findPayment } from '../../store/side-machines';
import { readBody, readCode, readDetail } from '../../store/transient';
import { transition } from './transition';

export const redeemTransaction = transition<RedeemCommand>(
  'Redeem',
  PRESCRIPTION_INPUT.plain,
  async ({ header }, { stub, caller, now }) => {
    checkRedeemable(header, caller, sha256(readCode(stub)));
    const sealed = readBody(stub, header.commitment);
    const { parameters } = await readPolicy(stub);
    await keepPrivate(stub, [caller.mspId], privateKeys.body(stub, header.id), sealed);
    return redeem(header, caller, parameters, now);
  },
);

export const dispenseTransaction = transition<DispenseCommand>(
  'Dispense',
  PRESCRIPTION_INPUT.Dispense,
  async (prescription, { stub, command, caller, now }) => {
    const { header } = prescription;
    const body = readBody(stub, header.commitment).content;
    const sealed = readDetail<DispensingRecord>(stub, PRIVATE_INPUT.dispensing, command.commitment);
    const content = dispensingContent(body, sealed.content);
    const done = dispense(prescription, command, content, caller, stub.getTxID(), now);
    const key = privateKeys.dispensing(stub, header.id, done.dispensing.number);
    await keepPrivate(stub, [header.centre, caller.mspId], key, sealed);
    await saveDispensing(stub, header, done.dispensing);
    return { ...done.prescription, commitment: command.commitment };
  },
);

export const giveBackTransaction = transition<GiveBackCommand>(
  'GiveBack',
  PRESCRIPTION_INPUT.plain,
  (prescription, { now }) => giveBack(prescription, now),
);

export const recallTransaction = transition<RecallCommand>(
  'Recall',
  PRESCRIPTION_INPUT.plain,
  (prescription, { stub, caller, now }) => {
    checkPatient(readBody(stub, prescription.header.commitment).content, caller);
    return recall(prescription, now);
  },
);

export const withdrawTransaction = transition<WithdrawCommand>(
  'Withdraw',
  PRESCRIPTION_INPUT.oneReason,
  async (prescription, { stub, command, caller, now }) => {
    const { header } = prescription;
    const last = await readDispensing(stub, header.id, header.dispensings.last);
    const payment = await findPayment(stub, header.id);
    const { parameters } = await readPolicy(stub);
    const undone = withdraw(prescription, last, payment, caller, command.reasonCode, parameters, now);
    await saveDispensing(stub, header, undone.dispensing);
    return undone.prescription;
  },
);
