import { Context, Info, Returns, Transaction } from 'fabric-contract-api';
import { listPublicCasesQuery } from './case/publication';
import { evaluate, submit } from './invocation';
import * as registry from './registry/transactions';
import { QuietContract } from './quiet-contract';

/** `misbc`: members, actors, agreed parameters and public cases of the consortium. The rules are in `domain`. */
@Info({ title: 'misbc', description: 'Registry of the consortium' })
export class RegistryContract extends QuietContract {
  constructor() {
    super('misbc');
  }

  @Transaction()
  @Returns('string')
  async Found(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, registry.foundTransaction);
  }

  @Transaction()
  @Returns('string')
  async Register(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, registry.registerTransaction);
  }

  @Transaction()
  @Returns('string')
  async Suspend(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, registry.suspendTransaction);
  }

  @Transaction()
  @Returns('string')
  async Reinstate(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, registry.reinstateTransaction);
  }

  @Transaction()
  @Returns('string')
  async Leave(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, registry.leaveTransaction);
  }

  @Transaction()
  @Returns('string')
  async SetPolicy(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, registry.setPolicyTransaction);
  }

  @Transaction(false)
  @Returns('string')
  async Members(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, registry.membersQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Lookup(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, registry.lookupQuery);
  }

  @Transaction(false)
  @Returns('string')
  async ListActors(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, registry.listActorsQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Policy(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, registry.policyQuery);
  }

  @Transaction(false)
  @Returns('string')
  async ListPublicCases(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, listPublicCasesQuery);
  }
}
