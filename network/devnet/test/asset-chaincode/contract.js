'use strict';

const { Contract } = require('fabric-contract-api');
const { KeyEndorsementPolicy } = require('fabric-shim');

const implicit = (mspId) => `_implicit_org_${mspId}`;

const transientField = (ctx, name) => {
  const value = ctx.stub.getTransient().get(name);
  if (!value) throw new Error(`transient field ${name} is missing`);
  return value;
};

const drain = async (iterable) => {
  const found = [];
  for await (const entry of iterable) found.push(entry);
  return found;
};

/** Functions named for what they do to the ledger. */
class AssetContract extends Contract {
  constructor() {
    super('asset');
  }

  async put(ctx, key, value) {
    await ctx.stub.putState(key, Buffer.from(value));
    return 'ok';
  }

  async get(ctx, key) {
    return Buffer.from(await ctx.stub.getState(key)).toString();
  }

  async remove(ctx, key) {
    await ctx.stub.deleteState(key);
  }

  /** Counts up; reads what it writes. */
  async bump(ctx, key) {
    const next = Number(await this.get(ctx, key)) + 1;
    await ctx.stub.putState(key, Buffer.from(String(next)));
    ctx.stub.setEvent('Bumped', Buffer.from(JSON.stringify({ key, next })));
    return String(next);
  }

  /** A key that only these organisations together may change. */
  async putProtected(ctx, key, value, mspIds) {
    const policy = new KeyEndorsementPolicy();
    policy.addOrgs('MEMBER', ...JSON.parse(mspIds));
    await ctx.stub.putState(key, Buffer.from(value));
    await ctx.stub.setStateValidationParameter(key, policy.getPolicy());
    return 'ok';
  }

  /** The transient field `rx` into the implicit collections of these organisations. */
  async issue(ctx, key, mspIds) {
    const body = transientField(ctx, 'rx');
    for (const mspId of JSON.parse(mspIds)) await ctx.stub.putPrivateData(implicit(mspId), key, body);
    await ctx.stub.putState(key, Buffer.from('issued'));
    ctx.stub.setEvent('Issued', Buffer.from(key));
    return 'issued';
  }

  async getPrivate(ctx, mspId, key) {
    return Buffer.from(await ctx.stub.getPrivateData(implicit(mspId), key)).toString();
  }

  /** Keys and clear values of a range of an implicit collection. */
  async rangePrivate(ctx, mspId, from, to) {
    const found = await drain(ctx.stub.getPrivateDataByRange(implicit(mspId), from, to));
    return JSON.stringify(found.map(({ key, value }) => [key, Buffer.from(value).toString()]));
  }

  async getPrivateHash(ctx, mspId, key) {
    return Buffer.from(await ctx.stub.getPrivateDataHash(implicit(mspId), key)).toString('hex');
  }

  async purge(ctx, key, mspIds) {
    for (const mspId of JSON.parse(mspIds)) await ctx.stub.purgePrivateData(implicit(mspId), key);
    ctx.stub.setEvent('Purged', Buffer.from(key));
  }

  async putInCollection(ctx, collection, key) {
    await ctx.stub.putPrivateData(collection, key, transientField(ctx, 'rx'));
    return 'ok';
  }

  async getFromCollection(ctx, collection, key) {
    return Buffer.from(await ctx.stub.getPrivateData(collection, key)).toString();
  }

  async range(ctx, from, to) {
    const found = await drain(ctx.stub.getStateByRange(from, to));
    return JSON.stringify(found.map(({ key }) => key));
  }

  async countThenPut(ctx, from, to, key) {
    const found = await drain(ctx.stub.getStateByRange(from, to));
    await ctx.stub.putState(key, Buffer.from(String(found.length)));
    return String(found.length);
  }

  /** What a state database of documents answers, and one of keys does not. */
  async query(ctx, selector) {
    const found = await drain(ctx.stub.getQueryResult(selector));
    return JSON.stringify(found.map(({ key }) => key));
  }

  async history(ctx, key) {
    const found = await drain(ctx.stub.getHistoryForKey(key));
    return JSON.stringify(found.map(({ isDelete, value }) => ({ isDelete, value: Buffer.from(value).toString() })));
  }

  /** The transaction's time as this chaincode sees it, kept under a key. */
  async stamp(ctx, key) {
    const at = ctx.stub.getDateTimestamp().toISOString();
    await ctx.stub.putState(key, Buffer.from(at));
    return at;
  }

  /** When the versions of a key were written, newest first. */
  async times(ctx, key) {
    const found = await drain(ctx.stub.getHistoryForKey(key));
    return JSON.stringify(
      found.map(({ timestamp }) => new Date(Number(timestamp.seconds) * 1000 + timestamp.nanos / 1e6).toISOString()),
    );
  }

  async throwError() {
    throw new Error('boom');
  }

  /** What no two endorsers agree on. */
  async random(ctx, key) {
    await ctx.stub.putState(key, Buffer.from(String(Math.random())));
  }

  async nothing() {
    return 'nothing';
  }

  async sleep(_ctx, milliseconds) {
    await new Promise((resolve) => setTimeout(resolve, Number(milliseconds)));
    return 'awake';
  }

  async whoAmI(ctx) {
    const { clientIdentity, stub } = ctx;
    return JSON.stringify({
      id: clientIdentity.getID(),
      msp: clientIdentity.getMSPID(),
      peer: stub.getMspID(),
      channel: stub.getChannelID(),
    });
  }

  async call(ctx, chaincode, args) {
    const response = await ctx.stub.invokeChaincode(chaincode, JSON.parse(args), ctx.stub.getChannelID());
    return Buffer.from(response.payload).toString();
  }

  /** Calls a chaincode of another channel. */
  async callOn(ctx, channel, chaincode, args) {
    const response = await ctx.stub.invokeChaincode(chaincode, JSON.parse(args), channel);
    return Buffer.from(response.payload).toString();
  }

  /** Ends the process, as a bug would. */
  async crash() {
    process.exit(1);
  }
}

module.exports = { AssetContract };
