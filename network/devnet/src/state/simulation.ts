import type { ChannelConfig } from '../config/channel-config';
import { definitionKeys, LIFECYCLE, readDefinition, sequenceKey } from '../ledger/chaincode-definition';
import type { MetadataEntry, Version } from '../ledger/transaction';
import type { ChaincodeDefinition } from '../lifecycle/definition';
import type { Proposal, SimulationResult, TransactionContext } from '../peer/simulation';
import { bytesKey } from '../wire/bytes';
import { sha256 } from '../wire/hashes';
import type { ChannelState } from './channel-state';
import { CollectionAccess } from './collections';
import { InterestBuilder } from './interest';
import {
  HistoryIterator,
  PrivateRangeIterator,
  type QueryIterator,
  RangeIterator,
  type WriterOf,
} from './query-iterator';
import { ReadWriteSetBuilder } from './read-write-set';
import { simulationErrors } from './simulation-error';
import type { StoredVersion } from './versioned-map';

/** What a simulation stands on. */
export interface SimulationBase {
  readonly proposal: Proposal;
  /** Whose peer simulates: it sees this organisation's private data. */
  readonly mspId: string;
  readonly config: ChannelConfig;
  readonly state: ChannelState;
  /** Blocks that the simulation sees. */
  readonly height: number;
  /** Blocks whose clear private data the peer has; at most `height`. */
  readonly privateHeight: number;
  readonly writerOf: WriterOf;
}

const versionText = (version: Version | undefined): string =>
  version === undefined ? '<nil>' : `{BlockNum: ${version.block}, TxNum: ${version.transaction}}`;

const plainVersion = (version: StoredVersion | undefined): Version | undefined =>
  version && { block: version.block, transaction: version.transaction };

/**
 * One transaction's view of the state at a fixed height, and what it did to it. It never sees its own writes, as on
 * Fabric. Ended with {@link Simulation.done}, which must be called.
 */
export class Simulation implements TransactionContext {
  readonly proposal: Proposal;
  readonly mspId: string;
  private readonly set = new ReadWriteSetBuilder();
  private readonly interest = new InterestBuilder();
  private readonly ranges: { namespace: string; iterator: RangeIterator }[] = [];
  private readonly access: CollectionAccess;
  private readonly stopReading: () => void;
  private hasWritten = false;
  private hasQueriedPrivately = false;
  private hasPaged = false;

  constructor(private readonly base: SimulationBase) {
    this.proposal = base.proposal;
    this.mspId = base.mspId;
    this.access = new CollectionAccess(base.config, base.proposal.creator, (chaincode) =>
      this.readWholeDefinition(chaincode),
    );
    this.stopReading = base.state.startReading(base.privateHeight);
  }

  /** Notes that a chaincode runs in this transaction, which binds it to the chaincode's present definition. */
  enterChaincode(chaincode: string): ChaincodeDefinition | undefined {
    this.getState(LIFECYCLE, sequenceKey(chaincode));
    return this.definition(chaincode);
  }

  getState(namespace: string, key: string): Uint8Array | undefined {
    return this.readPublic(namespace, key)?.value;
  }

  getStateMetadata(namespace: string, key: string): readonly MetadataEntry[] {
    return this.readPublic(namespace, key)?.metadata ?? [];
  }

  putState(namespace: string, key: string, value: Uint8Array): void {
    this.beforeWrite();
    this.set.write(namespace, key, value);
    this.noteWrite(namespace, key);
  }

  deleteState(namespace: string, key: string): void {
    this.beforeWrite();
    this.set.write(namespace, key, undefined);
    this.noteWrite(namespace, key);
  }

  putStateMetadata(namespace: string, key: string, entry: MetadataEntry): void {
    this.beforeWrite();
    this.set.writeMetadata(namespace, key, [entry]);
    this.noteWrite(namespace, key);
  }

  *getStateRange(namespace: string, startKey: string, endKey: string): Generator<{ key: string; value: Uint8Array }> {
    const iterator = this.rangeOver(namespace, startKey, endKey);
    for (let found = iterator.nextEntry(); found !== undefined; found = iterator.nextEntry()) yield found;
  }

  /** A range over public state; an empty end key leaves it open. */
  range(namespace: string, startKey: string, endKey: string): QueryIterator {
    return this.rangeOver(namespace, startKey, endKey);
  }

  /** A page of a range. The transaction must not write. */
  pagedRange(namespace: string, startKey: string, endKey: string): QueryIterator {
    if (this.hasWritten) throw simulationErrors.pageAfterWrite(this.proposal.transactionId);
    this.hasPaged = true;
    return this.rangeOver(namespace, startKey, endKey);
  }

  history(namespace: string, key: string): QueryIterator {
    return new HistoryIterator(this.base.state.publicMap(namespace).newest(key), this.base.height, this.base.writerOf);
  }

  getPrivateData(namespace: string, collection: string, key: string): Uint8Array | undefined {
    this.access.requireRead(namespace, collection);
    this.access.requireDefined(namespace, collection);
    const held = this.base.state.privateMap(this.mspId, namespace, collection).at(key, this.base.privateHeight);
    const hashed = this.hashed(namespace, collection, key);
    if (held?.block !== hashed?.block || held?.transaction !== hashed?.transaction) {
      throw simulationErrors.privateVersionMissing(versionText(hashed), versionText(held));
    }
    this.set.readHashed(namespace, collection, key, plainVersion(held));
    this.interest.readPrivate(namespace, collection);
    return held?.value;
  }

  getPrivateDataHash(namespace: string, collection: string, key: string): Uint8Array | undefined {
    return this.readHashed(namespace, collection, key)?.value;
  }

  getPrivateDataMetadata(namespace: string, collection: string, key: string): readonly MetadataEntry[] {
    this.access.requireRead(namespace, collection);
    return this.readHashed(namespace, collection, key)?.metadata ?? [];
  }

  putPrivateData(namespace: string, collection: string, key: string, value: Uint8Array): void {
    this.beforePrivateWrite(namespace, collection);
    this.set.writePrivate(namespace, collection, key, value);
    this.notePrivateWrite(namespace, collection, key);
  }

  deletePrivateData(namespace: string, collection: string, key: string): void {
    this.beforePrivateWrite(namespace, collection);
    this.set.writePrivate(namespace, collection, key, undefined);
    this.notePrivateWrite(namespace, collection, key);
  }

  /** Deletes a private value together with every trace of its earlier versions. */
  purgePrivateData(namespace: string, collection: string, key: string): void {
    this.beforePrivateWrite(namespace, collection);
    this.set.writePrivate(namespace, collection, key, undefined, true);
    this.notePrivateWrite(namespace, collection, key);
  }

  putPrivateDataMetadata(namespace: string, collection: string, key: string, entry: MetadataEntry): void {
    this.beforePrivateWrite(namespace, collection);
    this.set.writePrivateMetadata(namespace, collection, key, [entry]);
    this.notePrivateWrite(namespace, collection, key);
  }

  /** A range over this organisation's private data. The transaction must not write. */
  privateRange(namespace: string, collection: string, startKey: string, endKey: string): QueryIterator {
    this.access.requireRead(namespace, collection);
    if (this.hasWritten) throw simulationErrors.privateQueryAfterWrite(this.proposal.transactionId);
    this.hasQueriedPrivately = true;
    this.access.requireDefined(namespace, collection);
    const map = this.base.state.privateMap(this.mspId, namespace, collection);
    return new PrivateRangeIterator(namespace, map.range(startKey, endKey, this.base.privateHeight));
  }

  /** What the transaction came to. */
  result(): Pick<SimulationResult, 'publicSet' | 'privateSet' | 'interest'> {
    for (const { namespace, iterator } of this.ranges) this.set.range(namespace, iterator.query());
    return { ...this.set.build(), interest: this.interest.build(this.set.touched()) };
  }

  /** Lets go of the height. */
  done(): void {
    this.stopReading();
  }

  private definition(chaincode: string): ChaincodeDefinition | undefined {
    return readDefinition(this.base.state, chaincode, this.base.height);
  }

  private readWholeDefinition(chaincode: string): ChaincodeDefinition | undefined {
    if (chaincode === LIFECYCLE) return undefined;
    for (const key of definitionKeys(chaincode)) this.getState(LIFECYCLE, key);
    return this.definition(chaincode);
  }

  private rangeOver(namespace: string, startKey: string, endKey: string): RangeIterator {
    const source = this.base.state.publicMap(namespace).range(startKey, endKey, this.base.height);
    const iterator = new RangeIterator(namespace, startKey, endKey, source);
    this.ranges.push({ namespace, iterator });
    return iterator;
  }

  private readPublic(namespace: string, key: string): StoredVersion | undefined {
    const version = this.base.state.publicMap(namespace).at(key, this.base.height);
    this.set.read(namespace, key, plainVersion(version));
    return version;
  }

  private hashed(namespace: string, collection: string, key: string): StoredVersion | undefined {
    const keyHash = bytesKey(sha256(Buffer.from(key)));
    return this.base.state.hashedMap(namespace, collection).at(keyHash, this.base.height);
  }

  private readHashed(namespace: string, collection: string, key: string): StoredVersion | undefined {
    this.access.requireDefined(namespace, collection);
    const version = this.hashed(namespace, collection, key);
    this.set.readHashed(namespace, collection, key, plainVersion(version));
    return version;
  }

  private beforeWrite(): void {
    if (this.hasQueriedPrivately) throw simulationErrors.writeAfterPrivateQuery(this.proposal.transactionId);
    if (this.hasPaged) throw simulationErrors.writeAfterPage(this.proposal.transactionId);
    this.hasWritten = true;
  }

  private beforePrivateWrite(namespace: string, collection: string): void {
    this.access.requireWrite(namespace, collection);
    this.access.requireDefined(namespace, collection);
    this.beforeWrite();
  }

  private noteWrite(namespace: string, key: string): void {
    const version = this.base.state.publicMap(namespace).at(key, this.base.height);
    this.interest.wrote(namespace, '', key, version?.metadata);
  }

  private notePrivateWrite(namespace: string, collection: string, key: string): void {
    this.interest.wrote(namespace, collection, key, this.hashed(namespace, collection, key)?.metadata);
  }
}
