import {
  ROLES,
  type DeliveryInstruction,
  type FailDeliveryCommand,
  type FulfilmentStepCommand,
  type FulfilmentView,
  type PrepareCommand,
} from '../../api';
import { checkParty, fulfilmentParties } from '../../access/private-reading';
import { checkClock, checkVersion } from '../../domain/admission';
import { FULFILMENT_MACHINE, admitToFulfilment, advanceFulfilment, prepare } from '../../domain/fulfilment';
import { refuse } from '../../domain/refusal';
import { FULFILMENT_INPUT } from '../../domain/validation/fulfilment-input';
import { PRIVATE_INPUT } from '../../domain/validation/private-input';
import { privateKeys } from '../../store/keys';
import { readHeader, readLines } from '../../store/prescriptions';
import { keepPrivate, readPrivate } from '../../store/private-data';
import { requireMember } from '../../store/registry';
import { findFulfilment, readFulfilment, saveFulfilment } from '../../store/side-machines';
import { readDetail } from '../../store/transient';
import type { Outcome, Query, Transaction } from '../invocation';

const outcomeOf = (fulfilment: FulfilmentView, from?: string): Outcome => ({
  result: fulfilment,
  event: {
    subject: fulfilment.prescription,
    ...(from !== undefined && { from }),
    to: fulfilment.status,
    version: fulfilment.version,
    parties: fulfilmentParties(fulfilment),
  },
});

export const prepareTransaction: Transaction<PrepareCommand> = {
  contract: 'fulfilment',
  name: 'Prepare',
  form: FULFILMENT_INPUT.Prepare,
  roles: [FULFILMENT_MACHINE.Prepare.role],
  async run({ stub, command, caller, now }) {
    const header = await readHeader(stub, command.id);
    checkClock(header, now);
    const earlier = await findFulfilment(stub, command.id);
    if (earlier !== undefined) admitToFulfilment('Prepare', earlier, caller);
    const prepared = prepare({ header, lines: await readLines(stub, header) }, command, caller, now);
    if (command.mode === 'delivery') {
      await requireMember(stub, command.partner, 'third-party');
      const sealed = readDetail<DeliveryInstruction>(stub, PRIVATE_INPUT.instruction, command.commitment!);
      await keepPrivate(stub, fulfilmentParties(prepared), privateKeys.instruction(stub, command.id), sealed);
    }
    await saveFulfilment(stub, prepared);
    return outcomeOf(prepared);
  },
};

const stepTransaction = <C extends FulfilmentStepCommand>(
  name: 'Ready' | 'Dispatch' | 'Deliver' | 'Collect' | 'FailDelivery',
  form = FULFILMENT_INPUT.step,
  reasonOf: (command: C) => string | undefined = () => undefined,
): Transaction<C> => ({
  contract: 'fulfilment',
  name,
  form,
  roles: [FULFILMENT_MACHINE[name].role],
  async run({ stub, command, caller, now }) {
    const fulfilment = await readFulfilment(stub, command.id);
    checkVersion(fulfilment, command);
    checkClock(fulfilment, now);
    admitToFulfilment(name, fulfilment, caller);
    const advanced = advanceFulfilment(name, fulfilment, caller, now, reasonOf(command));
    await saveFulfilment(stub, advanced);
    return outcomeOf(advanced, fulfilment.status);
  },
});

export const readyTransaction = stepTransaction('Ready');
export const dispatchTransaction = stepTransaction('Dispatch');
export const deliverTransaction = stepTransaction('Deliver');
export const collectTransaction = stepTransaction('Collect');
export const failDeliveryTransaction = stepTransaction<FailDeliveryCommand>(
  'FailDelivery',
  FULFILMENT_INPUT.FailDelivery,
  ({ reasonCode }) => reasonCode,
);

export const readQuery: Query<{ id: string }> = {
  form: FULFILMENT_INPUT.query,
  roles: ROLES,
  run: ({ stub, query }): Promise<FulfilmentView> => readFulfilment(stub, query.id),
};

export const readInstructionQuery: Query<{ id: string }> = {
  form: FULFILMENT_INPUT.query,
  roles: ['dispenser', 'courier', 'auditor'],
  async run({ stub, query, caller }): Promise<DeliveryInstruction> {
    const fulfilment = await readFulfilment(stub, query.id);
    checkParty(fulfilmentParties(fulfilment), caller);
    if (fulfilment.commitment === undefined) refuse('FULFILMENT_STATUS', { status: fulfilment.status });
    const sealed = await readPrivate<DeliveryInstruction>(stub, caller.mspId, privateKeys.instruction(stub, query.id));
    return sealed?.content ?? refuse('RX_ERASED');
  },
};
