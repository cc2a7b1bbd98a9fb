import type {
  AdjudicateCommand,
  Invoice,
  InvoiceCommand,
  PaymentView,
  PrescriptionCommand,
  PrescriptionView,
  RefundCommand,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import { commit, drawFor } from '../commitment';
import { onlyMember } from '../directory/only-member';
import type { Caller } from '../http/caller';
import type { Submitted } from '../ledger/ledger';
import { createPrescriptionLedger } from '../prescriptions/prescription-ledger';

export interface InvoiceRequest extends PrescriptionCommand {
  readonly invoice: Invoice;
  readonly payer?: string;
}

export interface PaymentService {
  read(caller: Caller, id: string): Promise<PaymentView>;
  readInvoice(caller: Caller, id: string): Promise<Invoice>;
  invoice(caller: Caller, request: InvoiceRequest): Promise<Submitted<PaymentView>>;
  adjudicate(caller: Caller, command: AdjudicateCommand): Promise<Submitted<PaymentView>>;
  pay(caller: Caller, command: PrescriptionCommand): Promise<Submitted<PaymentView>>;
  refund(caller: Caller, command: RefundCommand): Promise<Submitted<PaymentView>>;
  settle(caller: Caller, command: PrescriptionCommand): Promise<Submitted<PrescriptionView>>;
}

/** What pharmacy and payer owe each other for a prescription; no drug, no diagnosis. */
export function createPaymentService(context: ServiceContext): PaymentService {
  const { ledger } = context;
  const { submit } = createPrescriptionLedger(context);

  const read = (caller: Caller, id: string): Promise<PaymentView> =>
    ledger.evaluate(caller, { contract: 'payment', transaction: 'Read', query: { id } });

  async function step(
    caller: Caller,
    transaction: 'Adjudicate' | 'Pay' | 'Refund',
    command: PrescriptionCommand,
  ): Promise<Submitted<PaymentView>> {
    const { pharmacy, payer } = await read(caller, command.id);
    return submit(caller, { contract: 'payment', transaction, command, parties: { pharmacy, payer } });
  }

  return {
    read,

    readInvoice: (caller, id) =>
      ledger.evaluate(caller, { contract: 'payment', transaction: 'ReadInvoice', query: { id } }),

    async invoice(caller, { invoice, payer, ...request }) {
      const draw = await drawFor(context, caller, request.commandId);
      const { canonical, salt, commitment } = commit(invoice, draw.salt('detail'));
      const named = payer ?? onlyMember(await context.members(caller), 'third-party', '/payer');
      const command: InvoiceCommand = { ...request, payer: named, commitment };
      return submit(caller, {
        contract: 'payment',
        transaction: 'Invoice',
        command,
        transient: { detail: canonical, detailSalt: salt },
        parties: { pharmacy: caller.mspId, payer: named },
      });
    },

    adjudicate: (caller, command) => step(caller, 'Adjudicate', command),
    pay: (caller, command) => step(caller, 'Pay', command),
    refund: (caller, command) => step(caller, 'Refund', command),

    async settle(caller, command) {
      const { pharmacy, payer } = await read(caller, command.id);
      return submit(caller, {
        contract: 'prescription',
        transaction: 'Settle',
        command,
        parties: { pharmacy, payer },
      });
    },
  };
}
