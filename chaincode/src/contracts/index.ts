import { FulfilmentContract } from './fulfilment-contract';
import { PaymentContract } from './payment-contract';
import { PrescriptionContract } from './prescription-contract';
import { RegistryContract } from './registry-contract';

export { FulfilmentContract, PaymentContract, PrescriptionContract, RegistryContract };

/** The contracts of this chaincode; the first is the default one. */
export const contracts = [RegistryContract, PrescriptionContract, PaymentContract, FulfilmentContract] as const;
