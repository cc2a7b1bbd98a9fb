import type { Role } from '@rxledger/chaincode/api';

/** A person this gateway can sign for. No name: enrolment ids are opaque. */
export interface EnrolledPerson {
  readonly enrolmentId: string;
  readonly role: Role | undefined;
  /** End of the certificate, milliseconds since the epoch. */
  readonly validUntil: number;
}

/** People of this organisation at its certificate authority. Faults are `Problem`s. */
export interface Enrolment {
  /** Registers with the role and enrols; the key is made here and stays here. Repeating it is safe. */
  enrol(enrolmentId: string, role: Role): Promise<EnrolledPerson>;
  /** A new certificate for the same person, with a new key. */
  renew(enrolmentId: string): Promise<EnrolledPerson>;
  /** Revokes every certificate of the person at the authority and forgets the key; the channel learns of it by its CRL. */
  revoke(enrolmentId: string): Promise<void>;
  list(): Promise<readonly EnrolledPerson[]>;
}
