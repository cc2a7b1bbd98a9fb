import type {
  DeliveryInstruction,
  FailDeliveryCommand,
  FulfilmentView,
  PrepareCommand,
  PrescriptionCommand,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { commit, drawFor } from '../commitment';
import { onlyMember } from '../directory/only-member';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Submitted } from '../ledger/ledger';
import { createPrescriptionLedger } from '../prescriptions/prescription-ledger';

export interface PrepareRequest extends PrescriptionCommand {
  readonly mode: 'delivery' | 'collection';
  readonly partner?: string;
  readonly instruction?: DeliveryInstruction;
}

export type FulfilmentStep = 'Ready' | 'Dispatch' | 'Deliver' | 'Collect';

export interface FulfilmentService {
  read(caller: Caller, id: string): Promise<FulfilmentView>;
  readInstruction(caller: Caller, id: string): Promise<DeliveryInstruction>;
  prepare(caller: Caller, request: PrepareRequest): Promise<Submitted<FulfilmentView>>;
  step(caller: Caller, transaction: FulfilmentStep, command: PrescriptionCommand): Promise<Submitted<FulfilmentView>>;
  fail(caller: Caller, command: FailDeliveryCommand): Promise<Submitted<FulfilmentView>>;
}

/** How the goods reach the patient: by a courier, or collected at the counter. */
export function createFulfilmentService(context: ServiceContext): FulfilmentService {
  const { ledger } = context;
  const prescriptions = createPrescriptionLedger(context);

  const read = (caller: Caller, id: string): Promise<FulfilmentView> =>
    ledger.evaluate(caller, { contract: 'fulfilment', transaction: 'Read', query: { id } });

  async function step(
    caller: Caller,
    transaction: FulfilmentStep | 'FailDelivery',
    command: PrescriptionCommand,
  ): Promise<Submitted<FulfilmentView>> {
    const { pharmacy, partner } = await read(caller, command.id);
    return prescriptions.submit(caller, {
      contract: 'fulfilment',
      transaction,
      command,
      parties: { pharmacy, partner },
    });
  }

  /** The courier's organisation signs a delivery, the centre a collection. */
  async function partnerOf(caller: Caller, { id, mode, partner }: PrepareRequest): Promise<string> {
    if (partner !== undefined) return partner;
    if (mode === 'collection') return (await prescriptions.read(caller, id)).centre;
    return onlyMember(await context.members(caller), 'third-party', '/partner');
  }

  return {
    read,

    readInstruction: (caller, id) =>
      ledger.evaluate(caller, { contract: 'fulfilment', transaction: 'ReadInstruction', query: { id } }),

    async prepare(caller, request) {
      const { instruction, mode, partner: _named, ...common } = request;
      checkInstruction(request);
      const partner = await partnerOf(caller, request);
      const kept =
        instruction === undefined
          ? undefined
          : commit(instruction, (await drawFor(context, caller, common.commandId)).salt('detail'));
      const command: PrepareCommand = {
        ...common,
        mode,
        partner,
        ...(kept === undefined ? {} : { commitment: kept.commitment }),
      };
      return prescriptions.submit(caller, {
        contract: 'fulfilment',
        transaction: 'Prepare',
        command,
        parties: { pharmacy: caller.mspId, partner },
        ...(kept === undefined ? {} : { transient: { detail: kept.canonical, detailSalt: kept.salt } }),
      });
    },

    step,
    fail: (caller, command) => step(caller, 'FailDelivery', command),
  };
}

/** A delivery needs to be told where to; a collection must not name anybody. */
function checkInstruction({ mode, instruction }: PrepareRequest): void {
  const isGiven = instruction !== undefined;
  if (isGiven === (mode === 'delivery')) return;
  throw new Problem('INPUT_INVALID', { faults: [{ path: '/instruction', rule: isGiven ? 'not' : 'required' }] });
}
