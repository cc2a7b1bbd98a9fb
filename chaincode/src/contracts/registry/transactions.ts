import {
  ROLES,
  type ActorId,
  type ActorStatusCommand,
  type ActorView,
  type FoundCommand,
  type ListActorsQuery,
  type MemberView,
  type Page,
  type PolicyView,
  type RegisterActorCommand,
  type SetPolicyCommand,
} from '../../api';
import { requireFounder } from '../../access/guard';
import { checkClock, checkVersion } from '../../domain/admission';
import { changeStatus, checkOwnActor, found, register, setPolicy } from '../../domain/registry';
import { refuse } from '../../domain/refusal';
import { REGISTRY_INPUT } from '../../domain/validation/registry-input';
import { listActors } from '../../store/actor-pages';
import {
  findActor,
  findPolicy,
  readMembers,
  readPolicy,
  requireMember,
  saveActor,
  saveFounding,
  savePolicy,
} from '../../store/registry';
import type { Outcome, Query, Transaction } from '../invocation';

/** Events of what concerns everyone bear this subject. */
const CONSORTIUM = 'consortium';

const policyOutcome = (policy: PolicyView, members: readonly string[]): Outcome => ({
  result: policy,
  event: { subject: CONSORTIUM, to: 'agreed', version: policy.version, parties: members },
});

const actorOutcome = (actor: ActorView, mspId: string, from?: string): Outcome => ({
  result: actor,
  event: {
    subject: actor.id,
    ...(from !== undefined && { from }),
    to: actor.status,
    version: actor.version,
    parties: [mspId],
  },
});

export const foundTransaction: Transaction<FoundCommand> = {
  contract: 'misbc',
  name: 'Found',
  form: REGISTRY_INPUT.Found,
  roles: ['registrar'],
  admit: requireFounder,
  async run({ stub, command, caller, now }) {
    if ((await findPolicy(stub)) !== undefined) refuse('REGISTRY_FOUNDED');
    const { members, policy } = found(command, caller.mspId, now);
    await saveFounding(stub, members, policy);
    return policyOutcome(
      policy,
      members.map(({ mspId }) => mspId),
    );
  },
};

export const setPolicyTransaction: Transaction<SetPolicyCommand> = {
  contract: 'misbc',
  name: 'SetPolicy',
  form: REGISTRY_INPUT.SetPolicy,
  roles: ['registrar'],
  async run({ stub, command, caller, now }) {
    const policy = await readPolicy(stub);
    checkVersion(policy, command);
    checkClock(policy, now);
    const next = setPolicy(policy, command, now);
    await savePolicy(stub, next);
    return policyOutcome(next, [caller.mspId]);
  },
};

export const registerTransaction: Transaction<RegisterActorCommand> = {
  contract: 'misbc',
  name: 'Register',
  form: REGISTRY_INPUT.Register,
  roles: ['registrar'],
  async run({ stub, command, caller, now }) {
    const actor = register(command, await requireMember(stub, caller.mspId), now);
    const existing = await findActor(stub, actor.id);
    if (existing !== undefined) refuse('REGISTRY_ACTOR_EXISTS', { status: existing.status, version: existing.version });
    await saveActor(stub, actor);
    return actorOutcome(actor, caller.mspId);
  },
};

const statusTransaction = (name: 'Suspend' | 'Reinstate' | 'Leave'): Transaction<ActorStatusCommand> => ({
  contract: 'misbc',
  name,
  form: REGISTRY_INPUT.actorStatus,
  roles: ['registrar'],
  async run({ stub, command, caller, now }) {
    checkOwnActor(command, caller);
    const actor = (await findActor(stub, command.actor)) ?? refuse('REGISTRY_ACTOR_NOT_FOUND');
    checkVersion(actor, command);
    checkClock(actor, now);
    const changed = changeStatus(name, actor, now);
    await saveActor(stub, changed);
    return actorOutcome(changed, caller.mspId, actor.status);
  },
});

export const suspendTransaction = statusTransaction('Suspend');
export const reinstateTransaction = statusTransaction('Reinstate');
export const leaveTransaction = statusTransaction('Leave');

export const membersQuery: Query<object> = {
  form: REGISTRY_INPUT.nothing,
  roles: ROLES,
  run: ({ stub }): Promise<readonly MemberView[]> => readMembers(stub),
};

export const policyQuery: Query<object> = {
  form: REGISTRY_INPUT.nothing,
  roles: ROLES,
  run: ({ stub }): Promise<PolicyView> => readPolicy(stub),
};

export const lookupQuery: Query<{ actor: ActorId }> = {
  form: REGISTRY_INPUT.Lookup,
  roles: ROLES,
  run: async ({ stub, query }): Promise<ActorView> =>
    (await findActor(stub, query.actor)) ?? refuse('REGISTRY_ACTOR_NOT_FOUND'),
};

export const listActorsQuery: Query<ListActorsQuery> = {
  form: REGISTRY_INPUT.ListActors,
  roles: ROLES,
  run: ({ stub, query }): Promise<Page<ActorView>> => listActors(stub, query),
};
