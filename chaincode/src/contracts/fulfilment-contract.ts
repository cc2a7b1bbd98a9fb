import { Context, Info, Returns, Transaction } from 'fabric-contract-api';
import { evaluate, submit } from './invocation';
import * as fulfilment from './fulfilment/transactions';
import { QuietContract } from './quiet-contract';

/** `fulfilment`: how what was dispensed reaches the patient. The rules are in `domain`. */
@Info({ title: 'fulfilment', description: 'Delivery or collection of what was dispensed' })
export class FulfilmentContract extends QuietContract {
  constructor() {
    super('fulfilment');
  }

  @Transaction()
  @Returns('string')
  async Prepare(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, fulfilment.prepareTransaction);
  }

  @Transaction()
  @Returns('string')
  async Ready(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, fulfilment.readyTransaction);
  }

  @Transaction()
  @Returns('string')
  async Dispatch(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, fulfilment.dispatchTransaction);
  }

  @Transaction()
  @Returns('string')
  async Deliver(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, fulfilment.deliverTransaction);
  }

  @Transaction()
  @Returns('string')
  async Collect(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, fulfilment.collectTransaction);
  }

  @Transaction()
  @Returns('string')
  async FailDelivery(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, fulfilment.failDeliveryTransaction);
  }

  @Transaction(false)
  @Returns('string')
  async Read(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, fulfilment.readQuery);
  }

  @Transaction(false)
  @Returns('string')
  async ReadInstruction(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, fulfilment.readInstructionQuery);
  }
}
