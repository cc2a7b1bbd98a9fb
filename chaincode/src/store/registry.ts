import { mspOf, type ActorId, type ActorView, type MemberView, type OrganisationKind, type PolicyView } from '../api';
import { refuse } from '../domain/refusal';
import { allOf } from '../domain/signers';
import { KEY_TYPE, keys } from './keys';
import { readState, requireSigners, writeState } from './state';
import type { Stub } from './stub';

export const findMember = (stub: Stub, mspId: string): Promise<MemberView | undefined> =>
  readState<MemberView>(stub, keys.member(stub, mspId));

/** @throws Refusal REGISTRY_UNKNOWN_MEMBER unless it is a member of that kind */
export async function requireMember(stub: Stub, mspId: string, kind?: OrganisationKind): Promise<MemberView> {
  const member = await findMember(stub, mspId);
  if (member === undefined || (kind !== undefined && member.kind !== kind)) return refuse('REGISTRY_UNKNOWN_MEMBER');
  return member;
}

/** All members, by MSP id. A range read: for queries alone. */
export async function readMembers(stub: Stub): Promise<readonly MemberView[]> {
  const members: MemberView[] = [];
  for await (const { value } of stub.getStateByPartialCompositeKey(KEY_TYPE.member, [])) {
    members.push(JSON.parse(Buffer.from(value).toString('utf8')) as MemberView);
  }
  return members;
}

/** What is agreed is signed for by every founding member. */
export async function saveFounding(stub: Stub, members: readonly MemberView[], policy: PolicyView): Promise<void> {
  const everyone = allOf(...members.map(({ mspId }) => mspId));
  for (const member of members) {
    const key = keys.member(stub, member.mspId);
    await writeState(stub, key, member);
    await requireSigners(stub, key, everyone);
  }
  await writeState(stub, keys.policy(stub), policy);
  await requireSigners(stub, keys.policy(stub), everyone);
}

export const findPolicy = (stub: Stub): Promise<PolicyView | undefined> =>
  readState<PolicyView>(stub, keys.policy(stub));

/** @throws Refusal REGISTRY_NOT_FOUNDED */
export const readPolicy = async (stub: Stub): Promise<PolicyView> =>
  (await findPolicy(stub)) ?? refuse('REGISTRY_NOT_FOUNDED', { allowed: ['misbc:Found'] });

export const savePolicy = (stub: Stub, policy: PolicyView): Promise<void> =>
  writeState(stub, keys.policy(stub), policy);

/**
 * Says that every member must sign the next change of a key: whoever signs for what is agreed. The policy is copied,
 * because who the members are cannot be asked in a transaction that writes.
 */
export async function requireEveryMember(stub: Stub, key: string): Promise<void> {
  await stub.setStateValidationParameter(key, await stub.getStateValidationParameter(keys.policy(stub)));
}

export const findActor = (stub: Stub, actor: ActorId): Promise<ActorView | undefined> =>
  readState<ActorView>(stub, keys.actor(stub, actor));

/** An organisation signs for its own people. */
export async function saveActor(stub: Stub, actor: ActorView): Promise<void> {
  const key = keys.actor(stub, actor.id);
  await writeState(stub, key, actor);
  if (actor.version === 1) await requireSigners(stub, key, mspOf(actor.id));
}
