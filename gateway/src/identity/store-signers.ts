import { Problem } from '../http/problem';
import type { Signers } from '../ledger/signer';
import { IdentityError } from './identity-error';
import type { IdentityStore } from './identity-store';
import type { PersonIdentity } from './person-identity';

/** The person's identity, or a `Problem` that says that this gateway cannot sign for that person. */
export async function identityOf(store: IdentityStore, enrolmentId: string): Promise<PersonIdentity> {
  try {
    const identity = await store.get(enrolmentId);
    if (identity !== undefined) return identity;
  } catch (cause) {
    if (!(cause instanceof IdentityError) || cause.kind !== 'bad-name') {
      throw new Problem('GATEWAY_INTERNAL', {}, { cause });
    }
  }
  throw new Problem('ACCESS_UNKNOWN_ACTOR');
}

/** Keys out of the store: at once where the person has called before. */
export const storeSigners = (store: IdentityStore): Signers => ({
  of: (enrolmentId) => store.peek(enrolmentId) ?? identityOf(store, enrolmentId),
});
