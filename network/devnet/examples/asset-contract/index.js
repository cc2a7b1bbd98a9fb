'use strict';

const { Contract } = require('fabric-contract-api');

/** Values under keys. Each change is an event, and knows its time. */
class AssetContract extends Contract {
  async put(ctx, key, value) {
    const at = ctx.stub.getDateTimestamp().toISOString();
    await ctx.stub.putState(key, Buffer.from(JSON.stringify({ value, at })));
    ctx.stub.setEvent('Put', Buffer.from(key));
  }

  async get(ctx, key) {
    const bytes = await ctx.stub.getState(key);
    if (bytes.length === 0) throw new Error(`there is nothing under ${key}`);
    return Buffer.from(bytes).toString();
  }
}

exports.contracts = [AssetContract];
