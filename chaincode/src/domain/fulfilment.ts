import type { FulfilmentStatus, FulfilmentView, PrepareCommand, Role, TransactionName } from '../api';
import type { Actor } from './actor';
import type { Prescription } from './prescription';
import { refuse, refuseInput } from './refusal';

type FulfilmentTransaction = TransactionName<'fulfilment'>;
type Mode = FulfilmentView['mode'];

interface FulfilmentTransition {
  /** Empty: there is no fulfilment yet. */
  readonly from: readonly FulfilmentStatus[];
  readonly to: FulfilmentStatus;
  readonly role: Role;
  readonly side: 'pharmacy' | 'partner';
  readonly modes: readonly Mode[];
}

const BOTH: readonly Mode[] = ['delivery', 'collection'];

/** The state machine of a fulfilment. */
export const FULFILMENT_MACHINE: Readonly<Record<FulfilmentTransaction, FulfilmentTransition>> = {
  Prepare: { from: [], to: 'PREPARING', role: 'dispenser', side: 'pharmacy', modes: BOTH },
  Ready: { from: ['PREPARING'], to: 'READY', role: 'dispenser', side: 'pharmacy', modes: BOTH },
  Dispatch: { from: ['READY', 'FAILED'], to: 'DISPATCHED', role: 'dispenser', side: 'pharmacy', modes: ['delivery'] },
  Deliver: { from: ['DISPATCHED'], to: 'DELIVERED', role: 'courier', side: 'partner', modes: ['delivery'] },
  Collect: { from: ['READY'], to: 'COLLECTED', role: 'dispenser', side: 'pharmacy', modes: ['collection'] },
  FailDelivery: { from: ['DISPATCHED'], to: 'FAILED', role: 'courier', side: 'partner', modes: ['delivery'] },
};

const allowedOn = ({ status, mode }: FulfilmentView, role: Role): readonly string[] =>
  (Object.entries(FULFILMENT_MACHINE) as [FulfilmentTransaction, FulfilmentTransition][])
    .filter(([, row]) => row.from.includes(status) && row.role === role && row.modes.includes(mode))
    .map(([transaction]) => `fulfilment:${transaction}`);

/** @throws Refusal FULFILMENT_STATUS or ACCESS_RELATION */
export function admitToFulfilment(transaction: FulfilmentTransaction, fulfilment: FulfilmentView, caller: Actor): void {
  const { from, side, modes } = FULFILMENT_MACHINE[transaction];
  if (!from.includes(fulfilment.status) || !modes.includes(fulfilment.mode)) {
    const allowed = allowedOn(fulfilment, caller.role);
    refuse('FULFILMENT_STATUS', { status: fulfilment.status, version: fulfilment.version, allowed });
  }
  if (fulfilment[side] !== caller.mspId) refuse('ACCESS_RELATION');
}

/** The pharmacy begins to make ready what it handed out. */
export function prepare(
  { header, lines }: Prescription,
  command: PrepareCommand,
  caller: Actor,
  now: number,
): FulfilmentView {
  const { status, version } = header;
  if (!lines.some(({ dispensed }) => dispensed > 0)) refuse('RX_STATUS', { status, version, allowed: ['Dispense'] });
  if (header.holder?.organisation !== caller.mspId) refuse('RX_NOT_HOLDER', { status, version });
  const isDelivery = command.mode === 'delivery';
  if (isDelivery !== (command.commitment !== undefined)) refuseInput('/commitment', 'with-delivery-only');
  if (!isDelivery && command.partner !== header.centre) refuseInput('/partner', 'centre-of-the-prescription');
  return {
    prescription: command.id,
    status: 'PREPARING',
    version: 1,
    mode: command.mode,
    pharmacy: caller.mspId,
    partner: command.partner,
    attempts: 0,
    ...(command.commitment !== undefined && { commitment: command.commitment }),
    updatedAt: now,
    updatedBy: caller.id,
  };
}

/** The same fulfilment, one step on. */
export function advanceFulfilment(
  transaction: FulfilmentTransaction,
  fulfilment: FulfilmentView,
  caller: Actor,
  now: number,
  reasonCode?: string,
): FulfilmentView {
  const { reasonCode: _earlier, ...rest } = fulfilment;
  return {
    ...rest,
    status: FULFILMENT_MACHINE[transaction].to,
    version: fulfilment.version + 1,
    attempts: fulfilment.attempts + (transaction === 'Dispatch' ? 1 : 0),
    ...(caller.role === 'courier' && { courier: caller.id }),
    ...(reasonCode !== undefined && { reasonCode }),
    updatedAt: now,
    updatedBy: caller.id,
  };
}
