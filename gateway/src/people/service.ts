import {
  actorId,
  ROLES_OF_KIND,
  type ActorStatusCommand,
  type ActorView,
  type OrganisationKind,
  type RegisterActorCommand,
  type Role,
} from '@rxledger/chaincode/api';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Submitted } from '../ledger/ledger';
import { createPrescriptionLedger } from '../prescriptions/prescription-ledger';

/** A person of this organisation, as the registrar gives orders about them. */
export interface PersonCommand {
  readonly commandId: string;
  readonly enrolmentId: string;
  readonly expectedVersion?: number;
}

export interface Person extends ActorView {
  /** Can this gateway sign for the person? */
  readonly isEnrolled: boolean;
  /** End of the certificate, milliseconds since the epoch. */
  readonly certificateUntil?: number;
}

export type StatusChange = 'Suspend' | 'Reinstate' | 'Leave';

export interface PeopleService {
  read(caller: Caller, enrolmentId: string): Promise<Person>;
  /** Certificate first, then the ledger: a repeat goes on where a fault stopped it. */
  register(caller: Caller, command: RegisterActorCommand): Promise<Submitted<ActorView>>;
  change(caller: Caller, transaction: StatusChange, command: PersonCommand): Promise<Submitted<ActorView>>;
  /** Suspended on the ledger, which counts at once everywhere; then the certificates are revoked and the key forgotten. */
  revoke(caller: Caller, command: PersonCommand): Promise<Submitted<ActorView>>;
  /** A new certificate, with a new key, for a person of the registry: before the old one ends, or after a revocation. */
  certify(caller: Caller, enrolmentId: string): Promise<Person>;
}

/** The registrar's work on the people of this organisation. */
export function createPeopleService(context: ServiceContext): PeopleService {
  const { enrolment, ledger, mspId } = context;
  const { submit } = createPrescriptionLedger(context);

  const requireRegistrar = (caller: Caller): void => {
    if (caller.role !== 'registrar') throw new Problem('ACCESS_ROLE');
  };

  /** Asked before the CA is: a person of an impossible role must not be left with a certificate. */
  async function requireRoleOfKind(caller: Caller, role: Role): Promise<void> {
    const kind = (await context.members(caller)).find((member) => member.mspId === mspId)?.kind;
    if (kind === undefined) throw new Problem('REGISTRY_UNKNOWN_MEMBER');
    if (!ROLES_OF_KIND[kind as OrganisationKind].includes(role)) throw new Problem('REGISTRY_ROLE_OF_KIND');
  }

  const change = (caller: Caller, transaction: StatusChange, command: PersonCommand) => {
    const { enrolmentId, ...common } = command;
    const order: ActorStatusCommand = { ...common, actor: actorId(mspId, enrolmentId) };
    return submit<ActorView>(caller, { contract: 'misbc', transaction, command: order, parties: {} });
  };

  async function read(caller: Caller, enrolmentId: string): Promise<Person> {
    const actor = actorId(mspId, enrolmentId);
    const view = await ledger.evaluate<ActorView>(caller, {
      contract: 'misbc',
      transaction: 'Lookup',
      query: { actor },
    });
    const enrolled = (await enrolment.list()).find((person) => person.enrolmentId === enrolmentId);
    if (enrolled === undefined) return { ...view, isEnrolled: false };
    return { ...view, isEnrolled: true, certificateUntil: enrolled.validUntil };
  }

  return {
    read,

    async register(caller, command) {
      requireRegistrar(caller);
      await requireRoleOfKind(caller, command.role);
      const known = (await enrolment.list()).find(({ enrolmentId }) => enrolmentId === command.enrolmentId);
      // The chaincode goes by the certificate: a registry entry of another role would be of no use.
      if (known !== undefined && known.role !== command.role) throw new Problem('REGISTRY_ACTOR_EXISTS');
      if (known === undefined) await enrolment.enrol(command.enrolmentId, command.role);
      return submit(caller, { contract: 'misbc', transaction: 'Register', command, parties: {} });
    },

    async change(caller, transaction, command) {
      requireRegistrar(caller);
      return change(caller, transaction, command);
    },

    async revoke(caller, command) {
      requireRegistrar(caller);
      const suspended = await change(caller, 'Suspend', command);
      await enrolment.revoke(command.enrolmentId);
      return suspended;
    },

    async certify(caller, enrolmentId) {
      requireRegistrar(caller);
      const { role, status, isEnrolled } = await read(caller, enrolmentId);
      if (status === 'left') throw new Problem('REGISTRY_STATUS', { status });
      if (isEnrolled) await enrolment.renew(enrolmentId);
      else await enrolment.enrol(enrolmentId, role);
      return read(caller, enrolmentId);
    },
  };
}
