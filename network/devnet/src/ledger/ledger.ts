import type { common } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../config/channel-config';
import type { ChaincodeDefinition } from '../lifecycle/definition';
import type { Proposal } from '../peer/simulation';
import { ChannelState } from '../state/channel-state';
import { Simulation } from '../state/simulation';
import type { BlockRecord } from '../store/block-store';
import { commitHash } from '../wire/hashes';
import { applyTransactions } from './apply-transactions';
import { assembleBlock, blockMessage, encodeBlock, type OrderedBlock } from './block-assembly';
import { BlockCache } from './block-cache';
import { Branches, type LedgerPosition } from './branches';
import { readDefinition } from './chaincode-definition';
import type { CommittedBlock, OrderedLedger } from './channel-ledger';
import { committedBlock } from './committed-block';
import { ConfigHistory } from './config-history';
import { ExpirySchedule } from './expiry';
import { configIn, type Grounds, judge, type Judged } from './judgement';
import type { LedgerParts } from './ledger-parts';
import type { ChainTip, LedgerSnapshot } from './ledger-snapshot';
import { PrivateUpdates } from './private-updates';
import { PurgePace } from './purge-pace';
import { StateUpdates } from './state-updates';
import { TransactionIndex, type TransactionPlace } from './transaction-index';
import { TransientStore } from './transient-store';
import { writesPrivately } from './writes-privately';

/** How far a view of the ledger reaches: blocks, and blocks whose clear private data is there. */
export interface View {
  readonly height: number;
  readonly privateHeight: number;
}

/**
 * The ledger of one channel: validates and commits blocks, and is what transactions are simulated on. Shared by all
 * organisations, apart from their clear private data. Opened with `openLedger`.
 */
export class Ledger implements OrderedLedger {
  readonly channel: string;
  /** Another object after each revert. */
  state = new ChannelState();
  /** @internal Shared with replay alone. */
  index = new TransactionIndex();
  /** @internal */
  expiry = new ExpirySchedule();
  /** @internal */
  tip: ChainTip = { height: 0, hash: new Uint8Array(), commitHash: new Uint8Array(), lastConfig: 0 };
  private readonly blocks: BlockCache;
  private configs: ConfigHistory;
  private readonly branches = new Branches();
  private transient = new TransientStore();
  private readonly purges = new PurgePace();
  private readonly listeners = new Set<(block: CommittedBlock) => void>();

  constructor(private readonly parts: LedgerParts) {
    this.channel = parts.channel;
    this.configs = new ConfigHistory(parts.config);
    this.blocks = new BlockCache(parts.store);
  }

  get config(): ChannelConfig {
    return this.configs.newest;
  }

  /** The configuration in force for whoever has seen so many blocks. */
  configAt(height: number): ChannelConfig {
    return this.configs.at(height);
  }

  /** @internal Puts a configuration in force that stands in block `number`. */
  adopt(config: ChannelConfig, number: number): void {
    this.configs.add(config, number);
  }

  /** Leaves it to the organisation's peer when a block reaches its private data (`CommittedBlock.forget`). */
  leavePaceTo(mspId: string): void {
    this.purges.leaveTo(mspId);
  }

  height(): number {
    return this.tip.height;
  }

  lastHash(): Uint8Array {
    return this.tip.hash;
  }

  /** The hash of the last of so many blocks. */
  hashAt(height: number): Uint8Array {
    const next = height < this.tip.height ? this.block(height) : undefined;
    return next?.getHeader()?.getPreviousHash_asU8() ?? this.tip.hash;
  }

  block(number: number): common.Block | undefined {
    return number < this.tip.height ? this.blocks.get(number) : undefined;
  }

  blockByHash(hash: Uint8Array): common.Block | undefined {
    const number = this.parts.store.numberByHash(hash);
    return number === undefined ? undefined : this.block(number);
  }

  transaction(transactionId: string): TransactionPlace | undefined {
    return this.index.find(transactionId);
  }

  definition(chaincode: string): ChaincodeDefinition | undefined {
    return readDefinition(this.state, chaincode, this.tip.height);
  }

  onCommit(listener: (block: CommittedBlock) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  position(): LedgerPosition {
    return { branch: this.branches.current, height: this.tip.height };
  }

  noteEndorsed(transactionId: string, position: LedgerPosition): void {
    this.branches.noteEndorsed(transactionId, position);
  }

  isGone(transactionId: string): boolean {
    return this.branches.isGone(transactionId);
  }

  onRevert(listener: () => void): () => void {
    return this.branches.onBegin(listener);
  }

  /** What stands now, to be reverted to as often as wanted until it is released. Peers that are behind have caught up in it. */
  snapshot(): LedgerSnapshot {
    const state = this.state.copy();
    this.purges.catchUpIn(state);
    const { tip, expiry, transient } = this;
    const snapshot = { tip, state, expiry: expiry.copy(), transient: transient.copy(), unscrubbed: new Map() };
    this.branches.keep(snapshot);
    return snapshot;
  }

  /** Lets go of a snapshot: nothing is kept for it any more. */
  release(snapshot: LedgerSnapshot): void {
    this.branches.release(snapshot);
  }

  /**
   * Goes back to a snapshot. What is being simulated goes on with the state it began with, and comes to nothing.
   * @throws StoreError where the store cannot follow; nothing is changed then
   */
  revert({ tip, state, expiry, transient, unscrubbed }: LedgerSnapshot): void {
    this.parts.store.rewind(tip.height, unscrubbed);
    unscrubbed.clear();
    this.index.rewind(tip.height);
    this.blocks.rewind(tip.height);
    this.configs.rewind(tip.height);
    this.purges.clear();
    this.tip = tip;
    this.state = state.copy();
    this.expiry = expiry.copy();
    this.transient = transient.copy();
    this.branches.begin(tip.height);
  }

  /**
   * Takes the place of what it was: blocks of the same channel, and the ledger that replaying them came to.
   * @throws StoreError where they cannot be stored; nothing is changed then
   */
  replace(records: readonly BlockRecord[], replayed: Ledger): void {
    this.parts.store.replace(records);
    this.blocks.rewind(0);
    this.index = replayed.index;
    this.tip = replayed.tip;
    this.purges.clear();
    this.configs = replayed.configs;
    this.state = replayed.state;
    this.expiry = replayed.expiry;
    this.transient = new TransientStore();
    this.branches.begin(0);
  }

  privateData(mspId: string, block: number): Map<number, Uint8Array> {
    const own = this.parts.store.privateRecords(block).filter((record) => record.mspId === mspId);
    return new Map(own.map(({ transaction, set }) => [transaction, set]));
  }

  /** Keeps the clear private writes of an endorsed transaction until its block comes. */
  keepPrivate(transactionId: string, privateSet: Uint8Array): void {
    if (this.index.find(transactionId) === undefined) this.transient.keep(transactionId, privateSet);
  }

  hasPrivateDataFor(envelope: Uint8Array, transactionId: string): boolean {
    return this.transient.find(transactionId).length > 0 || !writesPrivately(envelope);
  }

  /** A simulation on behalf of `mspId`'s peer, at the present height unless told otherwise. The caller must end it with `done`. */
  simulate(proposal: Proposal, mspId: string, view?: View): Simulation {
    const height = view?.height ?? this.tip.height;
    return new Simulation({
      proposal,
      mspId,
      config: this.configs.at(height),
      state: this.state,
      height,
      privateHeight: view?.privateHeight ?? height,
      writerOf: (block, transaction) => this.index.at(block, transaction),
    });
  }

  append(envelopes: readonly Uint8Array[]): Promise<CommittedBlock> {
    // Synchronous to its end, so that blocks come one after the other and nobody sees half of one.
    return new Promise((resolve) => resolve(this.commit(envelopes)));
  }

  private commit(envelopes: readonly Uint8Array[]): CommittedBlock {
    const { height, hash, lastConfig } = this.tip;
    const grounds = this.grounds();
    const judged = judge(grounds, envelopes);
    const config = configIn(grounds, judged);
    const ordered = assembleBlock({
      number: height,
      previousHash: hash,
      envelopes,
      lastConfig: config === undefined ? lastConfig : height,
      signer: this.parts.signer,
    });
    const oldest = this.state.oldestReader(height);
    const updates = new StateUpdates(this.state, height, oldest);
    const privates = new PrivateUpdates(this.state, height, oldest);
    try {
      return this.store(ordered, judged, updates, privates, config);
    } catch (error) {
      updates.undo();
      privates.undo();
      throw error;
    }
  }

  /** The ledger as it stands: what the next block is judged by. */
  private grounds(): Grounds {
    const { config, state, index } = this;
    return { rules: this.parts.rules, config, state, index, definition: (chaincode) => this.definition(chaincode) };
  }

  private store(
    ordered: OrderedBlock,
    judged: readonly Judged[],
    updates: StateUpdates,
    privates: PrivateUpdates,
    config: ChannelConfig | undefined,
  ): CommittedBlock {
    const { state, transient, expiry } = this;
    const holders = { config: this.config, definition: (chaincode: string) => this.definition(chaincode) };
    const applied = { state, transient, expiry, holders, updates, privates };
    const privateRecords = applyTransactions(ordered.number, judged, applied);
    const flags = Uint8Array.from(judged, ({ code }) => code);
    // The genesis block has no commit hash: the chain of them starts with block 1.
    const hash = ordered.number === 0 ? undefined : commitHash(flags, updates.bytes(), this.tip.commitHash);
    const verdict = { flags, commitHash: hash };
    const scrubs = privates.scrubs();
    const timeShift = this.parts.timeShift();
    this.branches.beforeScrubs(scrubs, (block) => this.parts.store.privateRecords(block));
    this.parts.store.append({
      number: ordered.number,
      hash: ordered.hash,
      bytes: encodeBlock(ordered, verdict),
      privateRecords,
      scrubs,
      timeShift,
    });
    const forget = this.purges.carryOut(privates, this.config.organisations);
    if (config !== undefined) this.adopt(config, ordered.number);
    this.tip = {
      height: ordered.number + 1,
      hash: ordered.hash,
      commitHash: hash ?? this.tip.commitHash,
      lastConfig: config === undefined ? this.tip.lastConfig : ordered.number,
    };
    this.blocks.put(ordered.number, () => blockMessage(ordered, verdict));
    return this.publish(ordered.number, judged, { forget, timeShift });
  }

  private publish(
    number: number,
    judged: readonly Judged[],
    { forget, timeShift }: Pick<CommittedBlock, 'forget'> & { readonly timeShift: number },
  ): CommittedBlock {
    this.index.add(
      number,
      judged.map(({ parsed, transactionId, code }) => ({
        transactionId,
        code,
        timestamp: parsed.kind === 'endorser' ? parsed.transaction.timestamp + timeShift : 0,
      })),
    );
    for (const { transactionId } of judged) {
      this.transient.drop(transactionId);
      this.branches.noteCommitted(transactionId);
    }
    const committed = committedBlock(number, judged, () => this.blocks.get(number)!, forget);
    for (const listener of [...this.listeners]) listener(committed);
    return committed;
  }
}
