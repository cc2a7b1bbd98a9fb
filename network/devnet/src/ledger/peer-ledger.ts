import type { common } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../config/channel-config';
import type { ChaincodeDefinition } from '../lifecycle/definition';
import type { Proposal } from '../peer/simulation';
import type { ChannelState } from '../state/channel-state';
import type { Simulation } from '../state/simulation';
import { readDefinition } from './chaincode-definition';
import type { ChannelLedger, CommittedBlock } from './channel-ledger';
import { Follower, type Lag } from './follower';
import type { Ledger, View } from './ledger';
import type { LedgerPosition } from './branches';
import type { TransactionPlace } from './transaction-index';

/**
 * One peer's ledger of a channel: the shared chain as far as this peer has come with it. Peers of a real network commit at
 * different moments; here they do when a lag is set, and everything that a peer tells or does follows its own height.
 */
export class PeerLedger implements ChannelLedger {
  readonly channel: string;
  private readonly blocks: Follower;
  /** Clear private data can come later than its block. */
  private readonly privateBlocks: Follower;

  constructor(
    private readonly ledger: Ledger,
    private readonly mspId: string,
  ) {
    this.channel = ledger.channel;
    ledger.leavePaceTo(mspId);
    const state = { startReading: (height: number) => ledger.state.startReading(height) };
    this.blocks = new Follower(ledger, state);
    this.privateBlocks = new Follower(this.blocks, state);
    ledger.onRevert(() => {
      this.blocks.reset();
      this.privateBlocks.reset();
    });
    this.privateBlocks.onCommit((block) => block.forget(mspId));
  }

  get state(): ChannelState {
    return this.ledger.state;
  }

  get config(): ChannelConfig {
    return this.ledger.configAt(this.height());
  }

  height(): number {
    return this.blocks.height();
  }

  /** Sets how the peer stays behind; none lets it catch up. */
  lag(lag: Lag | undefined): void {
    this.blocks.follow(lag);
  }

  /** Sets how clear private data stays behind the peer's blocks. */
  lagPrivateData(lag: Lag | undefined): void {
    this.privateBlocks.follow(lag);
  }

  block(number: number): common.Block | undefined {
    return number < this.height() ? this.ledger.block(number) : undefined;
  }

  blockByHash(hash: Uint8Array): common.Block | undefined {
    const block = this.ledger.blockByHash(hash);
    return block && (block.getHeader()?.getNumber() ?? 0) < this.height() ? block : undefined;
  }

  transaction(transactionId: string): TransactionPlace | undefined {
    const place = this.ledger.transaction(transactionId);
    return place && place.block < this.height() ? place : undefined;
  }

  position(): LedgerPosition {
    return { ...this.ledger.position(), height: this.height() };
  }

  noteEndorsed(transactionId: string, position: LedgerPosition): void {
    this.ledger.noteEndorsed(transactionId, position);
  }

  onRevert(listener: () => void): () => void {
    return this.ledger.onRevert(listener);
  }

  lastHash(): Uint8Array {
    return this.ledger.hashAt(this.height());
  }

  definition(chaincode: string): ChaincodeDefinition | undefined {
    return readDefinition(this.state, chaincode, this.height());
  }

  onCommit(listener: (block: CommittedBlock) => void): () => void {
    return this.blocks.onCommit(listener);
  }

  privateData(mspId: string, block: number): Map<number, Uint8Array> {
    return block < this.privateBlocks.height() ? this.ledger.privateData(mspId, block) : new Map();
  }

  keepPrivate(transactionId: string, privateSet: Uint8Array): void {
    this.ledger.keepPrivate(transactionId, privateSet);
  }

  /** A simulation at this peer's height. The caller must end it with `done`. */
  simulate(proposal: Proposal): Simulation {
    return this.ledger.simulate(proposal, this.mspId, this.view());
  }

  view(): View {
    return { height: this.height(), privateHeight: this.privateBlocks.height() };
  }
}
