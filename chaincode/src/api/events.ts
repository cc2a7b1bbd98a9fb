import type { ActorId } from './organisations';

/** The one chaincode event of a transaction: `rx.<contract>.<transaction>`, as `rx.prescription.Issue`. No patient data. */
export interface LedgerEvent {
  readonly contract: string;
  readonly transaction: string;
  /** Id of a prescription, case, grant or actor; or the policy. */
  readonly subject: string;
  readonly from?: string;
  readonly to: string;
  readonly version: number;
  readonly actor: ActorId;
  /** Organisations that have a part in it; gateways pass an event on to these. */
  readonly parties: readonly string[];
  readonly at: number;
}

export const eventName = (contract: string, transaction: string): string => `rx.${contract}.${transaction}`;
