/** What an orderer answers to an envelope. */
export interface BroadcastAnswer {
  /** `common.Status` */
  readonly status: number;
  readonly info: string;
}

/** The ordering of one channel: takes envelopes, cuts blocks. */
export interface OrderingService {
  /** Resolves when the envelope is refused, or stands in a block that is on disk; where blocks come late, once it is taken. Never rejects. */
  submit(envelope: Uint8Array): Promise<BroadcastAnswer>;
  /** Refuses whatever waits for its block, with this reason. */
  discard(reason: string): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}
