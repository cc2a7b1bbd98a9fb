import type { Context } from 'fabric-contract-api';
import type { Role } from '../api';
import type { Actor } from '../domain/actor';
import { refuse } from '../domain/refusal';
import { findActor, findMember, findPolicy } from '../store/registry';
import { certifiedCaller, isAdministrator, type CertifiedCaller } from './certificate';

/**
 * Lets a caller through whose certificate, registry entry and role all say so. A registrar's certificate is enough,
 * because somebody must make the first entry; where a registrar has an entry, it counts.
 * @throws Refusal ACCESS_UNKNOWN_ACTOR, ACCESS_SUSPENDED, ACCESS_ROLE or REGISTRY_NOT_FOUNDED
 */
export async function requireActor(ctx: Context, roles: readonly Role[]): Promise<Actor> {
  const caller = certifiedCaller(ctx);
  const entry = await findActor(ctx.stub, caller.id);
  if (entry === undefined) return requireRegistrar(ctx, caller, roles);
  if (entry.status !== 'active') refuse('ACCESS_SUSPENDED', { status: entry.status });
  if (entry.role !== caller.role || !roles.includes(entry.role)) refuse('ACCESS_ROLE');
  return { id: caller.id, mspId: caller.mspId, role: entry.role, entry };
}

async function requireRegistrar(ctx: Context, caller: CertifiedCaller, roles: readonly Role[]): Promise<Actor> {
  if (caller.role !== 'registrar') {
    const isFounded = (await findPolicy(ctx.stub)) !== undefined;
    return isFounded ? refuse('ACCESS_UNKNOWN_ACTOR') : refuse('REGISTRY_NOT_FOUNDED');
  }
  if (!roles.includes('registrar')) refuse('ACCESS_ROLE');
  if ((await findMember(ctx.stub, caller.mspId)) === undefined) refuse('REGISTRY_UNKNOWN_MEMBER');
  return { id: caller.id, mspId: caller.mspId, role: 'registrar' };
}

/** Before there is a registry: a registrar, or an administrator of an organisation. */
export async function requireFounder(ctx: Context): Promise<Actor> {
  const caller = certifiedCaller(ctx);
  if (caller.role !== 'registrar' && !isAdministrator(ctx)) refuse('ACCESS_ROLE');
  return { id: caller.id, mspId: caller.mspId, role: 'registrar' };
}
