import type { ActorId, ActorView, Role } from '../api';

/** Who calls: from the certificate, confirmed by the registry; never from an argument. */
export interface Actor {
  readonly id: ActorId;
  readonly mspId: string;
  readonly role: Role;
  /** Absent for a registrar, whose certificate alone says so. */
  readonly entry?: ActorView;
}
