import { Context, Info, Returns, Transaction } from 'fabric-contract-api';
import { evaluate, submit } from './invocation';
import * as emergencies from './case/emergencies';
import * as erasure from './case/erasure';
import * as life from './case/life';
import * as publication from './case/publication';
import * as queries from './case/queries';
import * as reading from './case/reading';
import * as writing from './case/writing';
import { QuietContract } from './quiet-contract';

/** `case`: records in four sections, who reads them on what ground, emergencies, erasure. The rules are in `domain`. */
@Info({ title: 'case', description: 'Medical records' })
export class CaseContract extends QuietContract {
  constructor() {
    super('case');
  }

  @Transaction()
  @Returns('string')
  async Open(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, life.openTransaction);
  }

  @Transaction()
  @Returns('string')
  async Close(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, life.closeTransaction);
  }

  @Transaction()
  @Returns('string')
  async Reopen(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, life.reopenTransaction);
  }

  @Transaction()
  @Returns('string')
  async Assign(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, life.assignTransaction);
  }

  @Transaction()
  @Returns('string')
  async Release(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, life.releaseTransaction);
  }

  @Transaction()
  @Returns('string')
  async AddVersion(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, writing.addVersionTransaction);
  }

  @Transaction()
  @Returns('string')
  async AddWraps(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, writing.addWrapsTransaction);
  }

  @Transaction()
  @Returns('string')
  async OpenReceipt(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, reading.openReceiptTransaction);
  }

  @Transaction()
  @Returns('string')
  async BreakGlass(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, emergencies.breakGlassTransaction);
  }

  @Transaction()
  @Returns('string')
  async ReleaseKeys(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, emergencies.releaseKeysTransaction);
  }

  @Transaction()
  @Returns('string')
  async Review(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, emergencies.reviewTransaction);
  }

  @Transaction()
  @Returns('string')
  async Publish(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, publication.publishTransaction);
  }

  @Transaction()
  @Returns('string')
  async Withdraw(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, publication.withdrawTransaction);
  }

  @Transaction()
  @Returns('string')
  async Hold(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, erasure.holdTransaction);
  }

  @Transaction()
  @Returns('string')
  async LiftHold(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, erasure.liftHoldTransaction);
  }

  @Transaction()
  @Returns('string')
  async ConfirmErasure(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, erasure.confirmErasureTransaction);
  }

  @Transaction(false)
  @Returns('string')
  async Read(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, reading.readQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Fetch(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, reading.fetchQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Sections(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, queries.sectionsQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Subject(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, queries.subjectQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Receipts(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, queries.receiptsQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Emergencies(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, emergencies.emergenciesQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Emergency(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, emergencies.emergencyQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Reason(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, emergencies.reasonQuery);
  }

  @Transaction(false)
  @Returns('string')
  async EmergencyWraps(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, emergencies.emergencyWrapsQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Holdings(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, erasure.holdingsQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Erasure(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, erasure.erasureQuery);
  }
}
