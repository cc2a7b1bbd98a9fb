import { Context, Contract, Info, Returns, Transaction } from 'fabric-contract-api';
import type { Asset } from './asset';

/**
 * The basic asset transfer that Fabric's samples begin with, as far as it is measured: the same parameters, one public key
 * for an asset, looked for before it is written. Its wire goes through the library's own parsing of parameters.
 */
@Info({ title: 'AssetTransfer', description: 'Assets under an id' })
export class AssetContract extends Contract {
  @Transaction()
  public async CreateAsset(
    ctx: Context,
    id: string,
    color: string,
    size: number,
    owner: string,
    appraisedValue: number,
  ): Promise<void> {
    if (await this.AssetExists(ctx, id)) throw new Error(`asset ${id} exists already`);
    const asset: Asset = { ID: id, Color: color, Size: size, Owner: owner, AppraisedValue: appraisedValue };
    await ctx.stub.putState(id, Buffer.from(JSON.stringify(asset)));
  }

  @Transaction(false)
  @Returns('string')
  public async ReadAsset(ctx: Context, id: string): Promise<string> {
    const bytes = await ctx.stub.getState(id);
    if (bytes.length === 0) throw new Error(`there is no asset ${id}`);
    return Buffer.from(bytes).toString('utf8');
  }

  @Transaction(false)
  @Returns('boolean')
  public async AssetExists(ctx: Context, id: string): Promise<boolean> {
    return (await ctx.stub.getState(id)).length > 0;
  }
}
