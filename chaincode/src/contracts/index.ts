import { CaseContract } from './case-contract';
import { FulfilmentContract } from './fulfilment-contract';
import { PatientContract } from './patient-contract';
import { PaymentContract } from './payment-contract';
import { PhysicianContract } from './physician-contract';
import { PrescriptionContract } from './prescription-contract';
import { RegistryContract } from './registry-contract';
import { ReleaseContract } from './release-contract';
import { ResearcherContract } from './researcher-contract';

export {
  CaseContract,
  FulfilmentContract,
  PatientContract,
  PaymentContract,
  PhysicianContract,
  PrescriptionContract,
  RegistryContract,
  ReleaseContract,
  ResearcherContract,
};

/** The contracts of this chaincode; the first is the default one. */
export const contracts = [
  RegistryContract,
  PatientContract,
  PhysicianContract,
  ResearcherContract,
  CaseContract,
  PrescriptionContract,
  PaymentContract,
  FulfilmentContract,
  ReleaseContract,
] as const;
