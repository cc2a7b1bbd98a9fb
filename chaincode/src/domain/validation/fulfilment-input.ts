import type { FailDeliveryCommand, FulfilmentStepCommand, PrepareCommand } from '../../api';
import { digest, mspId, prescriptionCommand, prescriptionId, reasonCode } from './fields';
import { oneOf, optional, record } from './schema';

/** Forms of what `fulfilment` is given; `step` serves Ready, Dispatch, Deliver and Collect. */
export const FULFILMENT_INPUT = {
  Prepare: record<PrepareCommand>({
    ...prescriptionCommand,
    mode: oneOf(['delivery', 'collection']),
    partner: mspId,
    commitment: optional(digest),
  }),
  step: record<FulfilmentStepCommand>(prescriptionCommand),
  FailDelivery: record<FailDeliveryCommand>({ ...prescriptionCommand, reasonCode }),
  query: record<{ id: string }>({ id: prescriptionId }),
} as const;
