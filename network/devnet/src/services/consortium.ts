import type { ChannelConfig } from '../config/channel-config';
import type { FaultPlan } from '../faults/fault-plan';
import type { ChannelLedger, OrderedLedger } from '../ledger/channel-ledger';
import type { OrderingService } from '../orderer/ordering-service';
import type { Endorser } from '../peer/endorse';
import type { TraceRecorder } from '../trace/recorder';
import type { ProposalDesk } from '../peer/proposal-desk';

/** One organisation's orderer as clients see it. */
export interface OrderingNode {
  readonly mspId: string;
  /** host:port */
  readonly endpoint: string;
  isUp(): boolean;
}

/** A channel with what orders and keeps it. */
export interface Channel {
  readonly name: string;
  /** The whole chain, as the orderers have it. */
  readonly ledger: OrderedLedger;
  readonly ordering: OrderingService;
  /** Names of the chaincodes that the channel has definitions of. */
  chaincodes(): readonly string[];
}

/** Everything that runs in this process, as its services see it. */
export interface Consortium {
  readonly desk: ProposalDesk;
  /** One a peer, in the order of configuration. */
  readonly endorsers: readonly Endorser[];
  readonly orderers: readonly OrderingNode[];
  channel(name: string): Channel | undefined;
  /** A channel as far as an organisation's peer has come with it. */
  peerLedger(mspId: string, channel: string): ChannelLedger | undefined;
  /** A configuration that knows all organisations' MSPs, for what happens outside any channel. */
  localConfig(): ChannelConfig;
  /** Remembers what peers answered, for traces. */
  readonly recorder: TraceRecorder;
  /** Faults planned for this network. */
  readonly faults: FaultPlan;
  now(): Date;
  /** This machine's clock, by which clients go. */
  machineTime(): Date;
}
