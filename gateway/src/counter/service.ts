import type {
  BodyView,
  DispenseCommand,
  DispensingRecord,
  PrescriptionBody,
  PrescriptionCommand,
  PrescriptionView,
  WithdrawCommand,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { commit, drawFor } from '../commitment';
import type { Caller } from '../http/caller';
import type { Submitted } from '../ledger/ledger';
import { bodyTransient, checked, createPrescriptionLedger } from '../prescriptions/prescription-ledger';
import { splitLines, type DispensingLine } from './split-lines';

export interface RedeemRequest extends PrescriptionCommand {
  readonly code: string;
}

export interface DispenseRequest extends PrescriptionCommand {
  readonly lines: readonly DispensingLine[];
}

export interface Looked {
  readonly prescription: PrescriptionView;
  readonly body: PrescriptionBody;
}

export type RecordedDispensing = DispensingRecord & {
  readonly transactionId: string;
  readonly at: number;
  readonly withdrawnAt?: number;
};

export interface CounterService {
  /** What a code opens, without taking hold of it. */
  lookUp(caller: Caller, id: string, code: string): Promise<Looked>;
  redeem(caller: Caller, request: RedeemRequest): Promise<Submitted<PrescriptionView>>;
  dispense(caller: Caller, request: DispenseRequest): Promise<Submitted<PrescriptionView>>;
  giveBack(caller: Caller, command: PrescriptionCommand): Promise<Submitted<PrescriptionView>>;
  withdraw(caller: Caller, command: WithdrawCommand): Promise<Submitted<PrescriptionView>>;
  dispensings(caller: Caller, id: string): Promise<readonly RecordedDispensing[]>;
}

/** The pharmacy's counter. */
export function createCounterService(context: ServiceContext): CounterService {
  const { ledger } = context;
  const { read, readBody, step } = createPrescriptionLedger(context);

  /** The body as the centre holds it, against the patient's code; one peer's answer, so it is checked. */
  async function bodyForCode(caller: Caller, view: PrescriptionView, code: string): Promise<BodyView> {
    const found = await ledger.evaluate<BodyView>(caller, {
      contract: 'prescription',
      transaction: 'ReadForRedemption',
      query: { id: view.id },
      transient: { code },
      at: view.centre,
    });
    return checked(found, view);
  }

  return {
    async lookUp(caller, id, code) {
      const prescription = await read(caller, id);
      const { body } = await bodyForCode(caller, prescription, code);
      return { prescription, body };
    },

    redeem: (caller, { code, ...command }) =>
      step(caller, 'Redeem', command, async (reading) => {
        const view = await reading;
        // Held here already: a repeat of a redemption whose answer was lost. The body lies with us now.
        const isOurs = view.holder?.organisation === caller.mspId;
        const found = isOurs ? await readBody(caller, view.id, reading) : await bodyForCode(caller, view, code);
        return { ...bodyTransient(found), code };
      }),

    async dispense(caller, { lines, ...request }) {
      const { dispensed, record } = splitLines(lines);
      const draw = await drawFor(context, caller, request.commandId);
      const { canonical, salt, commitment } = commit(record, draw.salt('detail'));
      const command: DispenseCommand = { ...request, lines: dispensed, commitment };
      return step(caller, 'Dispense', command, async (reading) => ({
        ...bodyTransient(await readBody(caller, command.id, reading)),
        detail: canonical,
        detailSalt: salt,
      }));
    },

    giveBack: (caller, command) => step(caller, 'GiveBack', command),

    withdraw: (caller, command) => step(caller, 'Withdraw', command),

    dispensings: (caller, id) =>
      ledger.evaluate(caller, { contract: 'prescription', transaction: 'ReadDispensings', query: { id } }),
  };
}
