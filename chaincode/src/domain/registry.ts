import {
  DEFAULT_POLICY,
  ROLES_OF_KIND,
  actorId,
  mspOf,
  type ActorStatus,
  type ActorStatusCommand,
  type ActorView,
  type FoundCommand,
  type MemberView,
  type PolicyView,
  type RegisterActorCommand,
  type SetPolicyCommand,
  type TransactionName,
} from '../api';
import type { Actor } from './actor';
import { refuse, refuseInput } from './refusal';

type StatusTransaction = Extract<TransactionName<'misbc'>, 'Suspend' | 'Reinstate' | 'Leave'>;

/** The state machine of a registry entry; `left` is for good. */
export const ACTOR_MACHINE: Readonly<
  Record<StatusTransaction, { readonly from: readonly ActorStatus[]; readonly to: ActorStatus }>
> = {
  Suspend: { from: ['active'], to: 'suspended' },
  Reinstate: { from: ['suspended'], to: 'active' },
  Leave: { from: ['active', 'suspended'], to: 'left' },
};

/** The consortium's first members and parameters. */
export function found(
  command: FoundCommand,
  mspId: string,
  now: number,
): { readonly members: readonly MemberView[]; readonly policy: PolicyView } {
  const ids = command.members.map((member) => member.mspId);
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index) refuseInput(`/members/${index}/mspId`, 'once');
  });
  if (!ids.includes(mspId)) refuse('ACCESS_RELATION');
  const parameters = { ...DEFAULT_POLICY, ...command.policy };
  return { members: command.members, policy: { version: 1, parameters, updatedAt: now } };
}

/** A person of the registrar's own organisation. */
export function register(command: RegisterActorCommand, member: MemberView, now: number): ActorView {
  if (!ROLES_OF_KIND[member.kind].includes(command.role)) refuse('REGISTRY_ROLE_OF_KIND');
  // What may be prescribed is said outright: no scope would be either everything or nothing.
  if (command.role === 'physician' && command.scope === undefined) refuseInput('/scope', 'required-for-physician');
  if (command.role !== 'physician' && command.scope !== undefined) refuseInput('/scope', 'physician-only');
  // The registry is public, and a patient's entry says nothing but that there is one.
  if (command.role === 'patient' && command.speciality !== undefined) refuseInput('/speciality', 'not-for-patient');
  return {
    id: actorId(member.mspId, command.enrolmentId),
    role: command.role,
    status: 'active',
    ...(command.speciality !== undefined && { speciality: command.speciality }),
    ...(command.scope !== undefined && { scope: command.scope }),
    registeredAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** @throws Refusal ACCESS_RELATION unless the actor is of the caller's organisation */
export function checkOwnActor(command: ActorStatusCommand, caller: Actor): void {
  if (mspOf(command.actor) !== caller.mspId) refuse('ACCESS_RELATION');
}

/** A registry entry in another status. */
export function changeStatus(transaction: StatusTransaction, entry: ActorView, now: number): ActorView {
  const { from, to } = ACTOR_MACHINE[transaction];
  if (!from.includes(entry.status)) {
    const allowed = (Object.keys(ACTOR_MACHINE) as StatusTransaction[]).filter((name) =>
      ACTOR_MACHINE[name].from.includes(entry.status),
    );
    refuse('REGISTRY_STATUS', { status: entry.status, version: entry.version, allowed });
  }
  return { ...entry, status: to, version: entry.version + 1, updatedAt: now };
}

/** The next version of the agreed parameters. */
export const setPolicy = (policy: PolicyView, command: SetPolicyCommand, now: number): PolicyView => ({
  version: policy.version + 1,
  parameters: { ...policy.parameters, ...command.parameters },
  updatedAt: now,
});
