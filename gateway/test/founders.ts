import type { OrganisationKind, Role } from '@rxledger/chaincode/api';

/** A founding member of the test networks, and its people by enrolment id. */
export interface Founder {
  readonly name: string;
  readonly mspId: string;
  readonly kind: OrganisationKind;
  readonly people: readonly (readonly [enrolmentId: string, role: Role])[];
}

export const FOUNDERS: readonly Founder[] = [
  {
    name: 'hospital',
    mspId: 'HospitalMSP',
    kind: 'hospital',
    people: [
      ['registrar-1', 'registrar'],
      ['physician-1', 'physician'],
      ['patient-1', 'patient'],
      ['steward-1', 'steward'],
      ['custodian-1', 'custodian'],
    ],
  },
  {
    name: 'centre',
    mspId: 'CentreMSP',
    kind: 'centre',
    people: [
      ['registrar-1', 'registrar'],
      ['reviewer-1', 'reviewer'],
      ['steward-1', 'steward'],
      ['auditor-1', 'auditor'],
      ['custodian-1', 'custodian'],
    ],
  },
  {
    name: 'pharmacy',
    mspId: 'PharmacyMSP',
    kind: 'pharmacy',
    people: [
      ['registrar-1', 'registrar'],
      ['dispenser-1', 'dispenser'],
      ['steward-1', 'steward'],
      ['custodian-1', 'custodian'],
    ],
  },
  {
    name: 'third-party',
    mspId: 'ThirdPartyMSP',
    kind: 'third-party',
    people: [
      ['registrar-1', 'registrar'],
      ['payer-1', 'payer'],
      ['courier-1', 'courier'],
      ['custodian-1', 'custodian'],
    ],
  },
];

/** They as the registry tells them. */
export const MEMBER_VIEWS = FOUNDERS.map(({ name, mspId, kind }) => ({ mspId, kind, displayName: name }));
