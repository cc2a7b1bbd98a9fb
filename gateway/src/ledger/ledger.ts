import type { ContractName, LedgerEvent, TRANSIENT } from '@rxledger/chaincode/api';
import type { Caller } from '../http/caller';

/** What an endorser may see and the ledger may not; keys as in the chaincode's `TRANSIENT`. */
export type Transient = Partial<Record<keyof typeof TRANSIENT, string>>;

export interface SubmitRequest {
  readonly contract: ContractName;
  readonly transaction: string;
  /** Goes over the wire as canonical JSON; must carry its `commandId`. */
  readonly command: object & { readonly commandId: string };
  readonly transient?: Transient;
  /** MSP ids, from the chaincode's endorser table; always given. */
  readonly endorsers: readonly string[];
}

export interface EvaluateRequest {
  readonly contract: ContractName;
  readonly transaction: string;
  readonly query: object;
  readonly transient?: Transient;
  /** MSP id whose peer answers, where not one's own. */
  readonly at?: string;
}

/** What the ledger says of a committed transaction. */
export interface Receipt {
  readonly transactionId: string;
  readonly block: number;
  readonly endorsers: readonly string[];
}

export interface Submitted<View> {
  readonly view: View;
  readonly receipt: Receipt;
}

export interface LedgerEventRecord {
  /** `<block>-<transaction id>`: the id of a server-sent event, and where to go on from. */
  readonly id: string;
  readonly block: number;
  readonly transactionId: string;
  readonly event: LedgerEvent;
}

export interface TransactionRecord {
  readonly transactionId: string;
  readonly block: number;
  readonly validationCode: number;
  readonly signer: string;
  /** MSP ids, from the block. */
  readonly endorsers: readonly string[];
}

/**
 * The ledger as capabilities use it. Each call is signed with the key of the person who calls.
 * Faults are `Problem`s with a code of the error table; conflicts are retried inside (with a new endorsement), an
 * unknown outcome is asked for and never submitted anew.
 */
export interface Ledger {
  submit<View>(caller: Caller, request: SubmitRequest): Promise<Submitted<View>>;
  evaluate<View>(caller: Caller, request: EvaluateRequest): Promise<View>;
  /** From the block, through the organisation's own peer. */
  transaction(caller: Caller, transactionId: string): Promise<TransactionRecord>;
  /** Committed events after `after` (an event's id), or from now on; ends with the signal. Signed by the gateway's own service identity. */
  events(after: string | undefined, signal: AbortSignal): AsyncIterable<LedgerEventRecord>;
  /** Rejects when the organisation's peer cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
