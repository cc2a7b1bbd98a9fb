import type { ActorId } from './organisations';
import type { PrescriptionCommand } from './prescription';

export const FULFILMENT_STATUSES = ['PREPARING', 'READY', 'DISPATCHED', 'DELIVERED', 'COLLECTED', 'FAILED'] as const;
export type FulfilmentStatus = (typeof FULFILMENT_STATUSES)[number];

/** How the goods reach the patient: a machine on a key of its own. */
export interface FulfilmentView {
  readonly prescription: string;
  readonly status: FulfilmentStatus;
  readonly version: number;
  readonly mode: 'delivery' | 'collection';
  readonly pharmacy: string;
  /** The second party: courier's organisation for a delivery, centre for a collection. */
  readonly partner: string;
  readonly courier?: ActorId;
  /** Deliveries begun. */
  readonly attempts: number;
  readonly commitment?: string;
  readonly reasonCode?: string;
  readonly updatedAt: number;
  readonly updatedBy: ActorId;
}

/** Private to pharmacy and courier's organisation. */
export interface DeliveryInstruction {
  readonly recipient: string;
  readonly address: string;
  readonly note?: string;
}

/** Dispenser, once something was dispensed. Transient for a delivery: detail (DeliveryInstruction), detailSalt. */
export interface PrepareCommand extends PrescriptionCommand {
  readonly mode: 'delivery' | 'collection';
  readonly partner: string;
  readonly commitment?: string;
}
/** Ready (dispenser), Dispatch (dispenser; READY or FAILED), Deliver (courier), Collect (dispenser). */
export type FulfilmentStepCommand = PrescriptionCommand;
/** Courier. */
export interface FailDeliveryCommand extends PrescriptionCommand {
  readonly reasonCode: string;
}
