import { IdentityError } from './identity-error';
import type { IdentityStore } from './identity-store';

/**
 * Reads every identity of a store and tells which are refused. The gateway starts without those people: one damaged
 * file must not stop a hospital.
 * @throws IdentityError where the gateway's own service identity is missing or refused
 */
export async function checkStore(store: IdentityStore, serviceIdentity: string): Promise<readonly IdentityError[]> {
  const refused: IdentityError[] = [];
  for (const name of await store.names()) {
    try {
      await store.get(name);
    } catch (error) {
      if (!(error instanceof IdentityError) || name === serviceIdentity) throw error;
      refused.push(error);
    }
  }
  if (store.peek(serviceIdentity) === undefined) {
    throw new IdentityError(
      'unreadable',
      store.directory,
      `holds no identity ${serviceIdentity} for the service itself`,
    );
  }
  return refused;
}
