import { Context, Info, Returns, Transaction } from 'fabric-contract-api';
import { evaluate, submit } from './invocation';
import * as datasets from './release/datasets';
import * as queries from './release/queries';
import * as releases from './release/releases';
import { QuietContract } from './quiet-contract';

/** `release`: data sets, their privacy budgets and what is published of them. The rules are in `domain`. */
@Info({ title: 'release', description: 'Privacy budgets and anonymised releases' })
export class ReleaseContract extends QuietContract {
  constructor() {
    super('release');
  }

  @Transaction()
  @Returns('string')
  async RegisterDataset(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, datasets.registerDatasetTransaction);
  }

  @Transaction()
  @Returns('string')
  async RaiseCap(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, datasets.raiseCapTransaction);
  }

  @Transaction()
  @Returns('string')
  async Reserve(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, releases.reserveTransaction);
  }

  @Transaction()
  @Returns('string')
  async Approve(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, releases.approveTransaction);
  }

  @Transaction()
  @Returns('string')
  async Publish(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, releases.publishTransaction);
  }

  @Transaction()
  @Returns('string')
  async Abort(ctx: Context, command: string): Promise<string> {
    return submit(ctx, command, releases.abortTransaction);
  }

  @Transaction(false)
  @Returns('string')
  async Read(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, queries.readQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Dataset(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, queries.datasetQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Datasets(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, queries.datasetsQuery);
  }

  @Transaction(false)
  @Returns('string')
  async Releases(ctx: Context, query: string): Promise<string> {
    return evaluate(ctx, query, queries.releasesQuery);
  }
}
