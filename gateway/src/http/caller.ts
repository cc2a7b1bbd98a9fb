import type { ActorId, Role } from '@rxledger/chaincode/api';

/** Who calls: from a verified token and an identity of this gateway's organisation, never from an argument. */
export interface Caller {
  readonly actor: ActorId;
  readonly mspId: string;
  readonly enrolmentId: string;
  /** From the certificate. */
  readonly role: Role | undefined;
}
