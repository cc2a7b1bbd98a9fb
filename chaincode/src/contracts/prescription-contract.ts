import { Context, Info, Returns, Transaction } from 'fabric-contract-api';
import { evaluate, submit } from './invocation';
import * as counter from './prescription/counter';
import * as ending from './prescription/ending';
import * as issue from './prescription/issue';
import * as queries from './prescription/queries';
import * as review from './prescription/review';
import { QuietContract } from './quiet-contract';

/** `prescription`: from the physician's order to the hand-over and the end. The rules are in `domain`. */
@Info({ title: 'prescription', description: 'The life of a prescription' })
export class PrescriptionContract extends QuietContract {
  constructor() {
    super('prescription');
  }

  @Transaction()
  @Returns('string')
  async Issue(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, issue.issueTransaction);
  }

  @Transaction()
  @Returns('string')
  async Amend(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, issue.amendTransaction);
  }

  @Transaction()
  @Returns('string')
  async ClaimReview(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, review.claimReviewTransaction);
  }

  @Transaction()
  @Returns('string')
  async RecordFindings(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, review.recordFindingsTransaction);
  }

  @Transaction()
  @Returns('string')
  async Approve(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, review.approveTransaction);
  }

  @Transaction()
  @Returns('string')
  async Return(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, review.returnTransaction);
  }

  @Transaction()
  @Returns('string')
  async Refuse(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, review.refuseTransaction);
  }

  @Transaction()
  @Returns('string')
  async Redeem(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, counter.redeemTransaction);
  }

  @Transaction()
  @Returns('string')
  async Dispense(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, counter.dispenseTransaction);
  }

  @Transaction()
  @Returns('string')
  async GiveBack(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, counter.giveBackTransaction);
  }

  @Transaction()
  @Returns('string')
  async Recall(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, counter.recallTransaction);
  }

  @Transaction()
  @Returns('string')
  async Withdraw(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, counter.withdrawTransaction);
  }

  @Transaction()
  @Returns('string')
  async Settle(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, ending.settleTransaction);
  }

  @Transaction()
  @Returns('string')
  async Cancel(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, ending.cancelTransaction);
  }

  @Transaction()
  @Returns('string')
  async Expire(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, ending.expireTransaction);
  }

  @Transaction()
  @Returns('string')
  async ReplaceCode(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, ending.replaceCodeTransaction);
  }

  @Transaction()
  @Returns('string')
  async OpenFill(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, ending.openFillTransaction);
  }

  @Transaction()
  @Returns('string')
  async Erase(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, ending.eraseTransaction);
  }

  @Transaction(false)
  @Returns('string')
  async Read(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, queries.readQuery);
  }

  @Transaction(false)
  @Returns('string')
  async ReadBody(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, queries.readBodyQuery);
  }

  @Transaction(false)
  @Returns('string')
  async ReadForRedemption(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, queries.readForRedemptionQuery);
  }

  @Transaction(false)
  @Returns('string')
  async ReadFindings(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, queries.readFindingsQuery);
  }

  @Transaction(false)
  @Returns('string')
  async ReadDispensings(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, queries.readDispensingsQuery);
  }

  @Transaction(false)
  @Returns('string')
  async History(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, queries.historyQuery);
  }
}
