import { Context, Info, Returns, Transaction } from 'fabric-contract-api';
import { evaluate, submit } from './invocation';
import * as payment from './payment/transactions';
import { QuietContract } from './quiet-contract';

/** `payment`: what a pharmacy and a payer settle between them. The rules are in `domain`. */
@Info({ title: 'payment', description: 'Invoices of what was dispensed' })
export class PaymentContract extends QuietContract {
  constructor() {
    super('payment');
  }

  @Transaction()
  @Returns('string')
  async Invoice(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, payment.invoiceTransaction);
  }

  @Transaction()
  @Returns('string')
  async Adjudicate(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, payment.adjudicateTransaction);
  }

  @Transaction()
  @Returns('string')
  async Pay(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, payment.payTransaction);
  }

  @Transaction()
  @Returns('string')
  async Refund(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, payment.refundTransaction);
  }

  @Transaction(false)
  @Returns('string')
  async Read(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, payment.readQuery);
  }

  @Transaction(false)
  @Returns('string')
  async ReadInvoice(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, payment.readInvoiceQuery);
  }
}
