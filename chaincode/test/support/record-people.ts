import { PEOPLE, person } from './people';

/** People that the tests of records need beside the others. */
export const RECORD_PEOPLE = {
  hospitalCustodian: person('HospitalMSP', 'h-custodian-1', 'custodian'),
  centreCustodian: person('CentreMSP', 'c-custodian-1', 'custodian'),
  pharmacyCustodian: person('PharmacyMSP', 'p-custodian-1', 'custodian'),
  pharmacySteward: person('PharmacyMSP', 'p-steward-1', 'steward'),
  pharmacyPatient: person('PharmacyMSP', 'p-patient-1', 'patient'),
} as const;

export const EVERYBODY = { ...PEOPLE, ...RECORD_PEOPLE } as const;
